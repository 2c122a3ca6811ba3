/** The button of a link's page was pressed: reads what was typed, and does what the link is for. */
import type { FastifyRequest } from "fastify";
import { z } from "zod";
import { rulePassword } from "../../../core/accounts/password.ts";
import { allow, type Ruling, refuse } from "../../../core/ruling.ts";
import { readForm } from "../../../web/form.ts";
import type { Site } from "../../../web/site.ts";
import { callerOf } from "../caller.ts";
import {
  emailField,
  LINK_SENTENCES,
  nameField,
  PASSWORD_SENTENCES,
  passwordField,
} from "../fields.ts";
import { becomeOperator } from "../operator.ts";
import { hashPassword } from "../passwords/hash.ts";
import { findAccount } from "../store.ts";
import type { Link } from "./store.ts";
import {
  changeAddressByLink,
  joinByLink,
  type Opening,
  setPasswordByLink,
  signInByLink,
} from "./take-link.ts";

export type Answer =
  /** `to` is where to go; without it, where the link says. */
  | { is: "done"; sessionToken: string | null; to?: string }
  /** The page again, with these sentences at its fields. */
  | { is: "refused"; errors: Record<string, string> }
  | { is: "dead"; sentence: string };

interface Press {
  site: Site;
  request: FastifyRequest<{ Params: { token: string } }>;
  link: Link;
  opening: Opening;
}

/** `isAsker`: this browser is the one that asked for the link. */
export function openLink(
  site: Site,
  request: Press["request"],
  link: Link,
  isAsker: boolean,
): Promise<Answer> {
  const opening = { token: request.params.token, caller: callerOf(request) };
  const press = { site, request, link, opening };
  switch (link.purpose) {
    case "join":
      return join(press, isAsker);
    case "sign-in":
      return signInByLink(site, site.clock(), opening).then(answerOf);
    case "email":
      return changeAddress(press);
    case "password":
      return setPassword(press);
    case "operator":
      return operate(press);
  }
}

const PasswordForm = z.object({ password: passwordField });

async function join({ site, request, link, opening }: Press, isAsker: boolean): Promise<Answer> {
  if (isAsker || link.passwordHash === null) {
    return answerOf(await joinByLink(site, site.clock(), opening, link.passwordHash));
  }
  const owner = { name: link.name ?? "", email: link.email ?? "" };
  const password = await passwordOf(request.body, owner);
  if (!password.ok) return refusedPassword(password.refusal);
  return answerOf(await joinByLink(site, site.clock(), opening, password.value));
}

async function setPassword({ site, request, link, opening }: Press): Promise<Answer> {
  const account = await findAccount(site.db, link.email ?? "");
  if (!account) return { is: "dead", sentence: LINK_SENTENCES["link-unknown"] };
  const password = await passwordOf(request.body, account);
  if (!password.ok) return refusedPassword(password.refusal);
  if (password.value === null) return refusedPassword(PASSWORD_SENTENCES["password-short"]);
  const answer = answerOf(await setPasswordByLink(site, site.clock(), opening, password.value));
  return answer.is === "done" ? { ...answer, to: "/me?done=password" } : answer;
}

async function changeAddress({ site, request, opening }: Press): Promise<Answer> {
  const { viewer } = request;
  if (!viewer) return { is: "refused", errors: { _: LINK_SENTENCES["other-account"] } };
  const at = site.clock();
  const ruling = await changeAddressByLink(site, at, opening.token, viewer.readerId);
  if (ruling.ok) return { is: "done", sessionToken: null, to: "/me?done=email" };
  if (ruling.refusal === "other-account" || ruling.refusal === "email-taken") {
    return { is: "refused", errors: { _: LINK_SENTENCES[ruling.refusal] } };
  }
  return { is: "dead", sentence: LINK_SENTENCES[ruling.refusal] };
}

const OperatorForm = z.object({ name: nameField, email: emailField, password: passwordField });

async function operate({ site, request, opening }: Press): Promise<Answer> {
  const { viewer } = request;
  if (viewer) {
    const { readerId } = viewer;
    return operatorAnswer(await becomeOperator(site.db, site.clock(), opening, { readerId }));
  }
  const form = readForm(OperatorForm, request.body);
  if (!form.ok) return { is: "refused", errors: form.errors };
  const { name, email } = form.value;
  const password = await passwordOf(request.body, { name, email });
  if (!password.ok) return refusedPassword(password.refusal);
  const operator = { name, email, passwordHash: password.value };
  return operatorAnswer(await becomeOperator(site.db, site.clock(), opening, operator));
}

function operatorAnswer(ruling: Awaited<ReturnType<typeof becomeOperator>>): Answer {
  if (ruling.ok) return { is: "done", sessionToken: ruling.value, to: "/desk" };
  if (ruling.refusal !== "email-taken") {
    return { is: "dead", sentence: LINK_SENTENCES[ruling.refusal] };
  }
  const email = `${LINK_SENTENCES["email-taken"]} Sign in to it first, then open this link again.`;
  return { is: "refused", errors: { email } };
}

/** The typed password hashed, null for none; the refusal is the sentence. */
async function passwordOf(
  body: unknown,
  owner: { name: string; email: string },
): Promise<Ruling<string | null, string>> {
  const form = readForm(PasswordForm, body);
  if (!form.ok || form.value.password === "") return allow(null);
  const ruling = rulePassword(form.value.password, owner);
  if (!ruling.ok) return refuse(PASSWORD_SENTENCES[ruling.refusal]);
  return allow(await hashPassword(ruling.value));
}

function refusedPassword(sentence: string): Answer {
  return { is: "refused", errors: { password: sentence } };
}

function answerOf(ruling: Awaited<ReturnType<typeof signInByLink>>): Answer {
  return ruling.ok
    ? { is: "done", sessionToken: ruling.value }
    : { is: "dead", sentence: LINK_SENTENCES[ruling.refusal] };
}
