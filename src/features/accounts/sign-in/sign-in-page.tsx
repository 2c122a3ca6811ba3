/** Signing in, by password or by a link. */
import type { Typed } from "../../../web/form.ts";
import { Page } from "../../../web/page.tsx";
import { Submit } from "../../../web/parts/button.tsx";
import { TextField } from "../../../web/parts/field.tsx";
import { PageHead } from "../../../web/parts/page-head.tsx";
import { PostForm } from "../../../web/parts/post-form.tsx";

export function SignInPage({ typed: { values, errors }, to }: { typed: Typed; to: string }) {
  const query = to === "/" ? "" : `?to=${encodeURIComponent(to)}`;
  return (
    <Page title="Sign in" viewer={null} path="/sign-in">
      <div class="column">
        <PageHead
          title="Sign in"
          lede="With your password, or with a link that we send to your address."
        />
        <PostForm action="/sign-in">
          <input type="hidden" name="to" value={to} />
          <TextField
            name="email"
            label="E-mail address"
            type="email"
            autocomplete="username"
            value={values.email}
            error={errors.email}
          />
          <TextField
            name="password"
            label="Password"
            hint="Leave it empty for a link."
            type="password"
            autocomplete="current-password"
            optional
            error={errors.password}
          />
          <p class="actions">
            <Submit>Sign in</Submit>
            <Submit look="text" name="by" value="link">
              Send me a link
            </Submit>
          </p>
        </PostForm>
        <p class="quiet">
          New here? <a href={`/join${query}`}>Join</a>
        </p>
      </div>
    </Page>
  );
}
