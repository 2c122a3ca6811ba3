import { describe, expect, it } from "vitest";
import type { Day } from "../time.ts";
import { bankText } from "./bank-text.ts";
import {
  controlSum,
  decimal,
  painXml,
  ruleFile,
  type TransferFile,
  transferCsv,
} from "./credit-transfer.ts";

const ZOE = {
  ...{ endToEndId: "payout:7", name: "Zoë Łukaszewska-Brød", iban: "NL91ABNA0417164300" },
  ...{ micros: 12_340_000n, remittance: "Payout of October 2026" },
};
const BO = {
  ...{ endToEndId: "payout:8", name: "Bo", iban: "GB82WEST12345698765432" },
  ...{ micros: 1_000_010_000n, remittance: "Payout" },
};
const FILE: TransferFile = {
  ...{ messageId: "earnest-3", madeAt: "2026-11-08T06:00:00Z", currency: "EUR" },
  executeOn: "2026-11-09" as Day,
  debtor: { name: "The Quarterly & Co", iban: "DE89370400440532013000", bic: "COBADEFFXXX" },
  transfers: [ZOE, BO],
};

describe("a file for the bank", () => {
  it("is pain.001.001.09, its elements in the order of the schema", () => {
    const xml = painXml(FILE);
    expect(xml.startsWith('<?xml version="1.0" encoding="UTF-8"?>\n')).toBe(true);
    expect(xml).toContain('xmlns="urn:iso:std:iso:20022:tech:xsd:pain.001.001.09"');
    const names = [...xml.matchAll(/<([A-Za-z]+)[ >]/g)].map((match) => match[1]).slice(1);
    expect(names.join(" ")).toBe(
      "CstmrCdtTrfInitn GrpHdr MsgId CreDtTm NbOfTxs CtrlSum InitgPty Nm PmtInf PmtInfId PmtMtd NbOfTxs " +
        "CtrlSum PmtTpInf SvcLvl Cd ReqdExctnDt Dt Dbtr Nm DbtrAcct Id IBAN Ccy DbtrAgt FinInstnId BICFI " +
        "ChrgBr CdtTrfTxInf PmtId EndToEndId Amt InstdAmt Cdtr Nm CdtrAcct Id IBAN RmtInf Ustrd " +
        "CdtTrfTxInf PmtId EndToEndId Amt InstdAmt Cdtr Nm CdtrAcct Id IBAN RmtInf Ustrd",
    );
    expect(xml).toContain("<Nm>The Quarterly + Co</Nm>");
    expect(xml).toContain("<Cdtr><Nm>Zoe Lukaszewska-Brod</Nm></Cdtr>");
    expect(xml).toContain('<InstdAmt Ccy="EUR">12.34</InstdAmt>');
  });

  it("counts its payments and adds them up, twice", () => {
    expect(controlSum(FILE)).toBe("1012.35");
    const xml = painXml(FILE);
    expect(xml.match(/<NbOfTxs>2<\/NbOfTxs><CtrlSum>1012\.35<\/CtrlSum>/g)).toHaveLength(2);
    const amounts = [...xml.matchAll(/<InstdAmt Ccy="EUR">([\d.]+)</g)].map(
      (m) => Number(m[1]) * 100,
    );
    expect(Math.round(amounts.reduce((a, b) => a + b, 0))).toBe(101_235);
  });

  it("names no bank of the house that is not known", () => {
    const xml = painXml({ ...FILE, debtor: { ...FILE.debtor, bic: "" } });
    expect(xml).toContain("<FinInstnId><Othr><Id>NOTPROVIDED</Id></Othr></FinInstnId>");
  });

  it("is a table too, with names that no spreadsheet reckons with", () => {
    const evil = { ...BO, name: '=HYPERLINK("x")', remittance: "+1" };
    expect(transferCsv({ ...FILE, transfers: [ZOE, evil] })).toBe(
      "end_to_end_id,name,iban,amount,currency,remittance\r\n" +
        'payout:7,"Zoe Lukaszewska-Brod",NL91ABNA0417164300,12.34,EUR,"Payout of October 2026"\r\n' +
        'payout:8,"HYPERLINK(\'x\')",GB82WEST12345698765432,1000.01,EUR,"1"\r\n',
    );
  });

  it.each([
    ["NL91ABNA0417164301", "wrong-check-digits"],
    ["NL91ABNA041716430", "wrong-length"],
    ["XX91ABNA0417164300", "no-iban-country"],
    ["US91ABNA0417164300", "no-iban-country"],
    ["12345678", "malformed"],
  ])("is refused whole for the account %s: %s", (iban, refusal) => {
    expect(ruleFile({ ...FILE, transfers: [ZOE, { ...BO, iban }] })).toMatchObject({
      ...{ ok: false, refusal, endToEndId: "payout:8" },
    });
  });

  it.each<[string, Partial<TransferFile>]>([
    ["no-payments", { transfers: [] }],
    ["twice", { transfers: [ZOE, ZOE] }],
    ["no-amount", { transfers: [{ ...ZOE, micros: 0n }] }],
    ["not-payable", { transfers: [{ ...ZOE, micros: 5_000n }] }],
    ["not-payable", { currency: "HUF" }],
    ["no-name", { transfers: [{ ...ZOE, name: "***" }] }],
    ["bad-bic", { debtor: { ...FILE.debtor, bic: "COBA" } }],
    ["wrong-check-digits", { debtor: { ...FILE.debtor, iban: "DE88370400440532013000" } }],
  ])("is refused: %s", (refusal, part) => {
    expect(ruleFile({ ...FILE, ...part })).toMatchObject({ ok: false, refusal });
  });

  it("that is right is allowed", () => {
    expect(ruleFile(FILE).ok).toBe(true);
  });
});

describe("texts for banks", () => {
  it.each([
    ["José Ñandú", "Jose Nandu"],
    ["Straße & Söhne", "Strasse + Sohne"],
    ["李小龍", ""],
    ["Ann 李", "Ann ."],
    ["  Æsa \n Øst ", "AEsa Ost"],
    ["//a//b/", "a/b"],
    ["-=+Ann", "Ann"],
  ])("%j is %j", (text, said) => {
    expect(bankText(text, 70)).toBe(said);
  });

  it("are cut as the standard says, after they are written out", () => {
    expect(bankText("ß".repeat(60), 70)).toBe("s".repeat(70));
  });
});

describe("amounts for banks", () => {
  it.each([
    [12_340_000n, "EUR", "12.34"],
    [50_000n, "EUR", "0.05"],
    [12_000_000n, "HUF", "12"],
    [12_000_000n, "JPY", "12"],
    [12_345_000n, "BHD", "12.345"],
  ])("%s micros of %s are %s", (micros, currency, said) => {
    expect(decimal(micros, currency)).toBe(said);
  });
  it("that cannot be paid are a fault", () => {
    expect(() => decimal(12_340_000n, "TWD")).toThrow("whole multiples");
  });
});
