/**
 * The letters about an account. Those to an address that nobody has proved to be theirs say nothing
 * that a stranger typed, so that the site cannot be made to send a stranger's words.
 */
import { type Letter, letterOf } from "../../../web/letter.tsx";

/** Who writes, and where the link leads. */
export interface Sender {
  siteName: string;
  url: string;
}

const ONCE = "The link works once, for 30 minutes.";
const NOT_YOU = "If this was not you, do nothing: without the link nothing happens.";

export function joinLetter({ siteName, url }: Sender): Letter {
  return letterOf(`Join ${siteName}`, [
    `Somebody, most likely you, asked to join ${siteName} with this address.`,
    { label: "Make the account", href: url },
    ONCE,
    NOT_YOU,
  ]);
}

export function alreadyJoinedLetter({ siteName, url }: Sender): Letter {
  return letterOf(`You already have an account at ${siteName}`, [
    `Somebody, most likely you, asked to join ${siteName} with this address. It has an account already.`,
    { label: "Sign in to it", href: url },
    ONCE,
    NOT_YOU,
  ]);
}

export function signInLetter({ siteName, url }: Sender): Letter {
  return letterOf(`Sign in to ${siteName}`, [
    { label: `Sign in to ${siteName}`, href: url },
    ONCE,
    NOT_YOU,
  ]);
}

/** `url` is where one joins. */
export function noAccountLetter({ siteName, url }: Sender): Letter {
  return letterOf(`No account at ${siteName} with this address`, [
    `Somebody, most likely you, asked to sign in to ${siteName} with this address. It has no account there.`,
    { label: "Join", href: url },
    "If you have an account with another address, sign in with that one.",
  ]);
}

export function passwordLetter({ siteName, url }: Sender): Letter {
  return letterOf(`Choose a new password for ${siteName}`, [
    { label: "Choose a new password", href: url },
    ONCE,
    "If this was not you, do nothing: your password stays as it is.",
  ]);
}

export function newAddressLetter({ siteName, url }: Sender): Letter {
  return letterOf(`Your new address at ${siteName}`, [
    `Somebody, most likely you, asked to use this address for an account at ${siteName}.`,
    { label: "Use this address", href: url },
    ONCE,
    NOT_YOU,
  ]);
}

/** To the address that was left; `url` is where one asks for help by signing in. */
export function addressChangedLetter({ siteName, url }: Sender): Letter {
  return letterOf(`Your address at ${siteName} was changed`, [
    `Your account at ${siteName} now has another e-mail address; letters go there from now on.`,
    "If this was not you, write to the people who run the site at once.",
    { label: siteName, href: url },
  ]);
}

export function passwordChangedLetter({ siteName, url }: Sender): Letter {
  return letterOf(`Your password at ${siteName} was changed`, [
    `The password of your account at ${siteName} was changed, and every other device was signed out.`,
    "If this was not you, sign in by link and choose a new one.",
    { label: "Sign in by link", href: url },
  ]);
}
