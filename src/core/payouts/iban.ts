/**
 * Account numbers: the IBAN of ISO 13616 with its check digits (ISO 7064, MOD 97-10), and the BIC of
 * ISO 9362. Lengths are those of the IBAN registry, release 99.
 */
import { allow, type Ruling, refuse } from "../ruling.ts";

const LENGTHS: Record<string, number> = Object.fromEntries(
  `AD24 AE23 AL28 AT20 AZ28 BA20 BE16 BG22 BH22 BR29 CH21 CR22 CY28 CZ24 DE22 DK18 DO28 EE20 EG29 ES24
   FI18 FO18 FR27 GB22 GE22 GI23 GL18 GR27 GT28 HR21 HU28 IE22 IL23 IS26 IT27 JO30 KW30 KZ20 LB28 LI21
   LT20 LU20 LV21 MC27 MD24 ME22 MK19 MR27 MT31 MU30 NL18 NO15 PK24 PL28 PS29 PT25 QA29 RO24 RS22 SA24
   SE24 SI19 SK24 SM27 TN24 TR26 UA29 VA22 VG24 XK20`
    .split(/\s+/)
    .map((row) => [row.slice(0, 2), Number(row.slice(2))]),
);

export type IbanRefusal = "no-iban-country" | "wrong-length" | "malformed" | "wrong-check-digits";

/** Without spaces and in capitals. */
export function ruleIban(text: string): Ruling<string, IbanRefusal> {
  const iban = text.replace(/[\s-]/g, "").toUpperCase();
  if (!/^[A-Z]{2}\d{2}[A-Z0-9]+$/.test(iban)) return refuse("malformed");
  const length = LENGTHS[iban.slice(0, 2)];
  if (length === undefined) return refuse("no-iban-country");
  if (iban.length !== length) return refuse("wrong-length");
  return remainder97(iban) === 1 ? allow(iban) : refuse("wrong-check-digits");
}

/** The first four characters go last, A is 10 and Z is 35, and the whole is one large number. */
function remainder97(iban: string): number {
  let remainder = 0;
  for (const character of iban.slice(4) + iban.slice(0, 4)) {
    const digits = String(Number.parseInt(character, 36));
    for (const digit of digits) remainder = (remainder * 10 + Number(digit)) % 97;
  }
  return remainder;
}

/** Eight or eleven characters: bank, country, place, branch. */
export function isBic(text: string): boolean {
  return /^[A-Z]{4}[A-Z]{2}[A-Z0-9]{2}([A-Z0-9]{3})?$/.test(text);
}

/** `"NL91ABNA0417164300"` as people read it: `"NL91 ABNA 0417 1643 00"`. */
export function spacedIban(iban: string): string {
  return iban.replace(/(.{4})(?=.)/g, "$1 ");
}
