/**
 * Passwords that are refused: short ones, the worst of the leaked ones, and those about their owner.
 * Length and the absence of rules about kinds of characters follow NIST SP 800-63B-4 §3.1.1.2.
 */
import { allow, type Ruling, refuse } from "../ruling.ts";

export const PASSWORD_LENGTH_MIN = 10;
export const PASSWORD_LENGTH_MAX = 200;

export type PasswordRefusal =
  | "password-short"
  | "password-long"
  | "password-common"
  | "password-about-you";

/** Shorter parts of a name are in too many words. */
const PERSONAL_LENGTH_MIN = 4;

/** What must be left beside well-known words, runs and years for a password not to be guessed early. */
const OWN_LENGTH_MIN = 4;

/** What the most used passwords of public leaks are made of. */
const KNOWN =
  `password passwort passw0rd passwd contraseña motdepasse letmein welcome iloveyou loveyou sunshine princess
  football baseball basketball superman batman spiderman starwars pokemon dragon monkey shadow master
  michael jennifer jordan charlie liverpool chelsea arsenal whatever trustno changeme secret default
  administrator admin root login guest user test testing hello qwerty qwertz azerty qwertyuiop asdfgh asdfghjkl
  zxcvbn zxcvbnm qazwsx qazwsxedc wsxedc zaqwsx 1q2w3e4r 1q2w3e4r5t 1qaz2wsx 3edc4rfv q1w2e3r4 abcd abcde
  abcdef abcdefg abcdefgh abcdefghij abc123 a1b2c3 computer internet freedom ninja mustang access flower
  summer winter spring autumn january february october november december monday friday
  correcthorsebatterystaple earnest`
    .split(/\s+/)
    .sort((a, b) => b.length - a.length);

const KNOWN_PARTS = new RegExp(`${KNOWN.join("|")}|(?:19|20)\\d\\d|\\d+|(.)\\1+`, "gu");

/** Digits and signs that stand for a letter: "p@ssw0rd". */
const STAND_INS: Record<string, string> = {
  "0": "o",
  "1": "i",
  "3": "e",
  "4": "a",
  "5": "s",
  "7": "t",
  "@": "a",
  $: "s",
  "!": "i",
};

/** `owner` is whose password it is to be. The value is the password in one form of Unicode. */
export function rulePassword(
  text: string,
  owner: { name: string; email: string },
): Ruling<string, PasswordRefusal> {
  const password = text.normalize("NFKC");
  const length = [...password].length;
  if (length < PASSWORD_LENGTH_MIN) return refuse("password-short");
  if (length > PASSWORD_LENGTH_MAX) return refuse("password-long");
  if (isCommon(password)) return refuse("password-common");
  if (isAbout(password, owner)) return refuse("password-about-you");
  return allow(password);
}

function isCommon(password: string): boolean {
  const small = password.toLowerCase();
  const spelled = [...small].map((sign) => STAND_INS[sign] ?? sign).join("");
  return [small, spelled].some((text) => [...ownPart(text)].length < OWN_LENGTH_MIN);
}

/** What is left without known words, numbers and repetitions. */
function ownPart(text: string): string {
  return text.replace(KNOWN_PARTS, "");
}

function isAbout(password: string, { name, email }: { name: string; email: string }): boolean {
  const small = password.toLowerCase();
  const mailbox = email.split("@")[0] ?? "";
  const parts = [
    ...name.split(/\s+/),
    name.replace(/\s+/g, ""),
    mailbox,
    ...mailbox.split(/[._+-]/),
  ];
  return parts
    .map((part) => part.normalize("NFKC").toLowerCase())
    .some((part) => [...part].length >= PERSONAL_LENGTH_MIN && small.includes(part));
}
