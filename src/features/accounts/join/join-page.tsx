/** Joining: who you are and where the link goes. */
import { PASSWORD_LENGTH_MIN } from "../../../core/accounts/password.ts";
import type { Typed } from "../../../web/form.ts";
import { Page } from "../../../web/page.tsx";
import { Submit } from "../../../web/parts/button.tsx";
import { TextField } from "../../../web/parts/field.tsx";
import { PageHead } from "../../../web/parts/page-head.tsx";
import { signInUrl } from "../../../web/parts/places.ts";
import { PostForm } from "../../../web/parts/post-form.tsx";

export function JoinPage({ typed: { values, errors }, to }: { typed: Typed; to: string }) {
  return (
    <Page title="Join" viewer={null} path="/join">
      <div class="column">
        <PageHead
          title="Join"
          lede="An account is free. With it you follow authors, clap, respond, and write."
        />
        <PostForm action="/join">
          <input type="hidden" name="to" value={to} />
          <TextField
            name="name"
            label="Name"
            hint="As it stands beside what you write. You can change it later."
            autocomplete="name"
            value={values.name}
            error={errors.name}
          />
          <TextField
            name="email"
            label="E-mail address"
            hint="We send a link to it. Nobody else sees it."
            type="email"
            autocomplete="email"
            value={values.email}
            error={errors.email}
          />
          <TextField
            name="password"
            label="Password"
            hint={`At least ${PASSWORD_LENGTH_MIN} characters. Without one you sign in by a link that we send.`}
            type="password"
            autocomplete="new-password"
            optional
            error={errors.password}
          />
          <p class="actions">
            <Submit>Send the link</Submit>
          </p>
        </PostForm>
        <p class="quiet">
          You have an account already? <a href={signInUrl(to)}>Sign in</a>
        </p>
      </div>
    </Page>
  );
}

/** Says the same whether the address has an account or not. */
export function SentPage({ email, path }: { email: string; path: string }) {
  return (
    <Page title="Look into your mail" viewer={null} path={path}>
      <div class="column">
        <PageHead
          title="Look into your mail"
          lede={`We have written to ${email}. Open the link within 30 minutes; it works once.`}
        />
        <p>
          Nothing there after some minutes? Look among the spam, or <a href={path}>try again</a>.
        </p>
      </div>
    </Page>
  );
}
