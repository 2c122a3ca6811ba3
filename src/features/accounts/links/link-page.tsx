/**
 * What a link opens: a page with one button. Only the button uses the link, since programs that look
 * through mail open every link in it.
 */
import type { ComponentChildren } from "preact";
import type { Typed } from "../../../web/form.ts";
import { Page } from "../../../web/page.tsx";
import { ButtonLink, Submit } from "../../../web/parts/button.tsx";
import { TextField } from "../../../web/parts/field.tsx";
import { Notice } from "../../../web/parts/notice.tsx";
import { PageHead } from "../../../web/parts/page-head.tsx";
import { PostForm } from "../../../web/parts/post-form.tsx";
import type { Viewer } from "../../../web/viewer.ts";

interface LinkPageProps {
  /** Where the form posts to: the link itself. */
  action: string;
  viewer: Viewer | null;
  typed: Typed;
}

/** `asksPassword`: another browser chose one, and only the owner of the address may. */
export function JoinLinkPage(
  props: LinkPageProps & { name: string; email: string; asksPassword: boolean },
) {
  const { name, email, asksPassword } = props;
  return (
    <Frame {...props} title="Make your account" lede={`As ${name}, with the address ${email}.`}>
      {asksPassword && (
        <PasswordField
          typed={props.typed}
          hint="A password was chosen in another browser. Choose it again here, or leave this empty and sign in by link."
          optional
        />
      )}
      <Submit>Make the account</Submit>
    </Frame>
  );
}

export function SignInLinkPage(props: LinkPageProps & { email: string }) {
  return (
    <Frame {...props} title="Sign in" lede={`As ${props.email}.`}>
      <Submit>Sign in</Submit>
    </Frame>
  );
}

export function AddressLinkPage(props: LinkPageProps & { email: string }) {
  const lede = `From now on your letters go to ${props.email}, and you sign in with it.`;
  return (
    <Frame {...props} title="Your new address" lede={lede}>
      <Submit>Use this address</Submit>
    </Frame>
  );
}

export function PasswordLinkPage(props: LinkPageProps & { email: string }) {
  const lede = `For ${props.email}. Every other device is signed out when you choose it.`;
  return (
    <Frame {...props} title="Choose a new password" lede={lede}>
      <PasswordField typed={props.typed} />
      <Submit>Set the password</Submit>
    </Frame>
  );
}

export function OperatorLinkPage(props: LinkPageProps) {
  const { viewer, typed } = props;
  const lede = viewer
    ? `Your account @${viewer.handle} runs this site from then on.`
    : "Your account runs this site: its settings, its money and its people.";
  return (
    <Frame {...props} title="Become the operator" lede={lede}>
      {!viewer && (
        <>
          <TextField
            name="name"
            label="Name"
            autocomplete="name"
            value={typed.values.name}
            error={typed.errors.name}
          />
          <TextField
            name="email"
            label="E-mail address"
            type="email"
            autocomplete="email"
            value={typed.values.email}
            error={typed.errors.email}
          />
          <PasswordField
            typed={typed}
            hint="Without one you sign in by a link that we send."
            optional
          />
        </>
      )}
      <Submit>Become the operator</Submit>
    </Frame>
  );
}

/** The link can't be used; `sentence` says why. */
export function DeadLinkPage({ viewer, sentence }: { viewer: Viewer | null; sentence: string }) {
  return (
    <Page title="This link does not work" viewer={viewer} path="/links">
      <div class="column">
        <PageHead title="This link does not work" lede={sentence} />
        <p class="actions">
          {viewer ? (
            <ButtonLink href="/me" look="frame">
              To your account
            </ButtonLink>
          ) : (
            <ButtonLink href="/sign-in" look="frame">
              Ask for a new one
            </ButtonLink>
          )}
        </p>
      </div>
    </Page>
  );
}

function PasswordField(props: { typed: Typed; hint?: string; optional?: boolean }) {
  const { typed, hint, optional = false } = props;
  return (
    <TextField
      name="password"
      label="Password"
      hint={hint}
      type="password"
      autocomplete="new-password"
      optional={optional}
      error={typed.errors.password}
    />
  );
}

function Frame(
  props: LinkPageProps & { title: string; lede: string; children: ComponentChildren },
) {
  const { action, viewer, typed, title, lede, children } = props;
  return (
    <Page title={title} viewer={viewer} path="/links">
      <div class="column">
        <PageHead title={title} lede={lede} />
        {typed.errors._ && (
          <Notice tone="refused" title="Nothing was changed">
            {typed.errors._}
          </Notice>
        )}
        <PostForm action={action} csrf={viewer?.csrf}>
          {children}
        </PostForm>
      </div>
    </Page>
  );
}
