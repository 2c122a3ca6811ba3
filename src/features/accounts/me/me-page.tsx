/** One's own account: what others see, and how one signs in. */
import { PASSWORD_LENGTH_MIN } from "../../../core/accounts/password.ts";
import { type Typed, untouched } from "../../../web/form.ts";
import { Page } from "../../../web/page.tsx";
import { Avatar } from "../../../web/parts/avatar.tsx";
import { Submit } from "../../../web/parts/button.tsx";
import { TextArea, TextField } from "../../../web/parts/field.tsx";
import { Notice } from "../../../web/parts/notice.tsx";
import { PageHead } from "../../../web/parts/page-head.tsx";
import { authorUrl, pictureUrl } from "../../../web/parts/places.ts";
import { PostForm } from "../../../web/parts/post-form.tsx";
import type { Viewer } from "../../../web/viewer.ts";
import type { Account } from "../store.ts";
import { AccountTabs } from "./account-tabs.tsx";

export type MeForm = "profile" | "picture" | "email" | "password";

/** What was done before the page is shown again. */
const DONE: Record<MeForm | "email-sent" | "password-sent", string> = {
  profile: "Your profile is saved.",
  picture: "Your picture is changed.",
  email: "Your address is changed.",
  "email-sent":
    "We have written to the new address. It is yours here once you open the link in it.",
  password: "Your password is set, and every other device is signed out.",
  "password-sent": "We have sent you a link to choose a new password with.",
};

interface MePageProps {
  viewer: Viewer;
  account: Account;
  /** A form that was refused, with what was typed into it. */
  refused?: { form: MeForm; typed: Typed };
  done?: string;
}

export function MePage({ viewer, account, refused, done }: MePageProps) {
  const sentence = Object.entries(DONE).find(([what]) => what === done)?.[1];
  const typedIn = (form: MeForm) => (refused?.form === form ? refused.typed : untouched);
  const section = { csrf: viewer.csrf, account };
  return (
    <Page title="Account" viewer={viewer} path="/me">
      <div class="column">
        <PageHead title="Account" lede={<OwnPage handle={viewer.handle} />} />
        <AccountTabs current="/me" />
        {sentence && <Notice title={sentence} />}
        <ProfileForm {...section} typed={typedIn("profile")} />
        <PictureForm {...section} typed={typedIn("picture")} />
        <AddressForm {...section} typed={typedIn("email")} />
        <PasswordForm {...section} typed={typedIn("password")} />
      </div>
    </Page>
  );
}

function OwnPage({ handle }: { handle: string }) {
  return (
    <>
      Others see you at <a href={authorUrl(handle)}>@{handle}</a>.
    </>
  );
}

interface SectionProps {
  csrf: string;
  account: Account;
  typed: Typed;
}

function ProfileForm({ csrf, account, typed: { values, errors } }: SectionProps) {
  return (
    <PostForm action="/me" csrf={csrf}>
      <TextField
        name="name"
        label="Name"
        autocomplete="name"
        value={values.name ?? account.name}
        error={errors.name}
      />
      <TextField
        name="handle"
        label="Handle"
        hint="Your page has it in its address. Links to the old page stop working when you change it; those to stories go on."
        autocomplete="off"
        value={values.handle ?? account.handle}
        error={errors.handle}
      />
      <TextArea
        name="bio"
        label="About you"
        hint="Up to 400 characters, at the head of your page."
        optional
        value={values.bio ?? account.bio}
        error={errors.bio}
      />
      <p class="actions">
        <Submit>Save</Submit>
      </p>
    </PostForm>
  );
}

function PictureForm({ csrf, account: { name, pictureKey }, typed: { errors } }: SectionProps) {
  return (
    <section class="stack rule">
      <h2>Picture</h2>
      <Avatar name={name} src={pictureKey && pictureUrl(pictureKey)} size="large" />
      <PostForm action="/me/picture" csrf={csrf} files>
        <TextField
          name="picture"
          label="A picture of you"
          hint="JPEG, PNG, GIF, WebP or AVIF, up to 25 MB. It is cut to a square."
          type="file"
          accept="image/jpeg,image/png,image/gif,image/webp,image/avif"
          error={errors.picture}
        />
        <p class="actions">
          <Submit look="frame">Use this picture</Submit>
        </p>
      </PostForm>
      {pictureKey && (
        <PostForm action="/me/picture/removal" csrf={csrf}>
          <p class="actions">
            <Submit look="text">Take the picture away</Submit>
          </p>
        </PostForm>
      )}
    </section>
  );
}

function AddressForm({ csrf, account, typed: { values, errors } }: SectionProps) {
  return (
    <section class="stack rule">
      <h2>E-mail address</h2>
      <PostForm action="/me/email" csrf={csrf}>
        <TextField
          name="email"
          label="E-mail address"
          hint="For another one, type it here; we send a link to it, and it is yours when you open that."
          type="email"
          autocomplete="email"
          value={values.email ?? account.email}
          error={errors.email}
        />
        <p class="actions">
          <Submit look="frame">Send the link</Submit>
        </p>
      </PostForm>
    </section>
  );
}

function PasswordForm({ csrf, account: { passwordHash }, typed: { errors } }: SectionProps) {
  return (
    <section class="stack rule">
      <h2>Password</h2>
      {!passwordHash && (
        <p class="quiet">
          You have none: you sign in by a link that we send. Choose one if you like.
        </p>
      )}
      <PostForm action="/me/password" csrf={csrf}>
        {passwordHash && (
          <TextField
            name="current"
            label="Present password"
            type="password"
            autocomplete="current-password"
            error={errors.current}
          />
        )}
        <TextField
          name="password"
          label="New password"
          hint={`At least ${PASSWORD_LENGTH_MIN} characters. Every other device is signed out.`}
          type="password"
          autocomplete="new-password"
          error={errors.password}
        />
        <p class="actions">
          <Submit look="frame">Set the password</Submit>
        </p>
      </PostForm>
      {passwordHash && (
        <PostForm action="/me/password/link" csrf={csrf}>
          <p class="actions">
            <Submit look="text">I have forgotten it: send me a link</Submit>
          </p>
        </PostForm>
      )}
    </section>
  );
}
