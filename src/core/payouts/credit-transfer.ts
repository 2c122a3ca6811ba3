/**
 * Credit transfers as a file for the house's own bank: ISO 20022 pain.001.001.09, "Customer Credit
 * Transfer Initiation", in the order of elements of its schema; and the same as CSV
 * (docs/policy/payouts.md §3). Money is in micros and written in the currency's decimals.
 */
import { assert } from "../assert.ts";
import { minorDigits } from "../currency.ts";
import { type Micros, sum, UNIT_MICROS } from "../money.ts";
import { allow, type Ruling, refuse } from "../ruling.ts";
import type { Day } from "../time.ts";
import {
  bankText,
  NAME_CHARS_MAX,
  REFERENCE_CHARS_MAX,
  REMITTANCE_CHARS_MAX,
} from "./bank-text.ts";
import { multipleOf } from "./countries.ts";
import { type IbanRefusal, isBic, ruleIban } from "./iban.ts";

export interface Debtor {
  name: string;
  iban: string;
  /** Empty when it is not known. */
  bic: string;
}

export interface CreditTransfer {
  /** Ours, and the payee's statement shows it: the payout's key. */
  endToEndId: string;
  name: string;
  iban: string;
  micros: Micros;
  remittance: string;
}

export interface TransferFile {
  messageId: string;
  /** "2026-11-08T06:00:00Z". */
  madeAt: string;
  /** The day on which the bank is asked to pay. */
  executeOn: Day;
  currency: string;
  debtor: Debtor;
  transfers: readonly CreditTransfer[];
}

export type FileFault =
  | IbanRefusal
  | "no-payments"
  | "no-name"
  | "no-amount"
  | "not-payable"
  | "twice"
  | "bad-bic";

/** Fit to be sent, or what is wrong and with which payment (`null`: with the file's head). */
export function ruleFile(
  file: TransferFile,
): Ruling<TransferFile, FileFault> & { endToEndId?: string | null } {
  const { debtor, transfers, currency } = file;
  const head = ruleIban(debtor.iban);
  if (!head.ok) return { ...head, endToEndId: null };
  if (debtor.bic !== "" && !isBic(debtor.bic)) return { ...refuse("bad-bic"), endToEndId: null };
  if (!bankText(debtor.name, NAME_CHARS_MAX)) return { ...refuse("no-name"), endToEndId: null };
  if (transfers.length === 0) return { ...refuse("no-payments"), endToEndId: null };
  const seen = new Set<string>();
  for (const transfer of transfers) {
    const fault = faultOf(transfer, currency);
    const { endToEndId } = transfer;
    if (fault) return { ...refuse(fault), endToEndId };
    if (seen.has(endToEndId)) return { ...refuse("twice"), endToEndId };
    seen.add(endToEndId);
  }
  return allow(file);
}

function faultOf({ name, iban, micros }: CreditTransfer, currency: string): FileFault | null {
  const ruling = ruleIban(iban);
  if (!ruling.ok) return ruling.refusal;
  if (!bankText(name, NAME_CHARS_MAX)) return "no-name";
  if (micros <= 0n) return "no-amount";
  return micros % multipleOf(currency) === 0n ? null : "not-payable";
}

/** The sum of all amounts; a bank refuses a file in which it is not what the payments add up to. */
export function controlSum({ transfers, currency }: TransferFile): string {
  return decimal(sum(transfers.map(({ micros }) => micros)), currency);
}

/** "1234.50", or "1234" for a currency that is paid in whole units. No sign, no grouping. */
export function decimal(micros: Micros, currency: string): string {
  const multiple = multipleOf(currency);
  assert(micros >= 0n && micros % multiple === 0n, "a bank moves whole multiples");
  const units = micros / UNIT_MICROS;
  if (multiple === UNIT_MICROS) return String(units);
  const digits = minorDigits(currency);
  return `${units}.${String((micros % UNIT_MICROS) / multiple).padStart(digits, "0")}`;
}

const NAMESPACE = "urn:iso:std:iso:20022:tech:xsd:pain.001.001.09";

/** The file, which `ruleFile` has allowed. */
export function painXml(file: TransferFile): string {
  const { messageId, madeAt, executeOn, currency, debtor, transfers } = file;
  const totals = [el("NbOfTxs", String(transfers.length)), el("CtrlSum", controlSum(file))];
  const nameOfDebtor = el("Nm", bankText(debtor.name, NAME_CHARS_MAX));
  // Within SEPA the service level is named; other currencies go by what the bank has agreed.
  const level = currency === "EUR" ? [el("PmtTpInf", [el("SvcLvl", [el("Cd", "SEPA")])])] : [];
  const head = el("GrpHdr", [
    el("MsgId", reference(messageId)),
    el("CreDtTm", madeAt),
    ...totals,
    el("InitgPty", [nameOfDebtor]),
  ]);
  const payment = el("PmtInf", [
    el("PmtInfId", reference(messageId)),
    el("PmtMtd", "TRF"),
    ...totals,
    ...level,
    el("ReqdExctnDt", [el("Dt", executeOn)]),
    el("Dbtr", [nameOfDebtor]),
    el("DbtrAcct", [el("Id", [el("IBAN", debtor.iban)]), el("Ccy", currency)]),
    el("DbtrAgt", [el("FinInstnId", [agent(debtor.bic)])]),
    el("ChrgBr", currency === "EUR" ? "SLEV" : "SHAR"),
    ...transfers.map((transfer) => transferXml(transfer, currency)),
  ]);
  const body = el("CstmrCdtTrfInitn", [head, payment]);
  return `<?xml version="1.0" encoding="UTF-8"?>\n<Document xmlns="${NAMESPACE}">${body}</Document>\n`;
}

function transferXml(transfer: CreditTransfer, currency: string): string {
  const { endToEndId, name, iban, micros, remittance } = transfer;
  return el("CdtTrfTxInf", [
    el("PmtId", [el("EndToEndId", reference(endToEndId))]),
    el("Amt", [`<InstdAmt Ccy="${currency}">${decimal(micros, currency)}</InstdAmt>`]),
    el("Cdtr", [el("Nm", bankText(name, NAME_CHARS_MAX))]),
    el("CdtrAcct", [el("Id", [el("IBAN", iban)])]),
    el("RmtInf", [el("Ustrd", bankText(remittance, REMITTANCE_CHARS_MAX))]),
  ]);
}

function agent(bic: string): string {
  return bic === "" ? el("Othr", [el("Id", "NOTPROVIDED")]) : el("BICFI", bic);
}

/** References are cut nowhere: one that did not fit would stand for another payment. */
function reference(text: string): string {
  const fits = /^[A-Za-z0-9:.-]+$/.test(text) && text.length <= REFERENCE_CHARS_MAX;
  assert(fits, "a reference fits the standard");
  return text;
}

function el(name: string, content: string | readonly string[]): string {
  const inner = typeof content === "string" ? escaped(content) : content.join("");
  return `<${name}>${inner}</${name}>`;
}

function escaped(text: string): string {
  return text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;");
}

export const CSV_HEAD = "end_to_end_id,name,iban,amount,currency,remittance";

/** The same payments for banks that take a table. */
export function transferCsv({ transfers, currency }: TransferFile): string {
  const rows = transfers.map(({ endToEndId, name, iban, micros, remittance }) =>
    [
      endToEndId,
      `"${bankText(name, NAME_CHARS_MAX)}"`,
      iban,
      decimal(micros, currency),
      currency,
      `"${bankText(remittance, REMITTANCE_CHARS_MAX)}"`,
    ].join(","),
  );
  return [CSV_HEAD, ...rows, ""].join("\r\n");
}
