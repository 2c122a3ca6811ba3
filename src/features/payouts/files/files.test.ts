/** The bank file as a rail: from a payout to a file, and from the bank's answer to the books. */
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import { dies, everyFault, faultyDatabase } from "../../../../test/support/faults.ts";
import { allAtOnce } from "../../../../test/support/meet.ts";
import { type Money, openMoney } from "../../../../test/support/money.ts";
import type { AuthorId } from "../../../core/ids.ts";
import { custody, inTransit, payable } from "../../../core/ledger/chart.ts";
import { painXml, transferCsv } from "../../../core/payouts/credit-transfer.ts";
import { sql, type Tx } from "../../../store/db.ts";
import { held, owedByFile, states } from "../owed.test-support.ts";
import { payOut, settlePayouts } from "../pay-out.ts";
import { requestPayout } from "../request-payout.ts";
import { payoutsOf } from "../store.ts";
import { findDebtor, paymentsOf, recordDebtor, waitingPayments } from "./file-store.ts";
import { findTransferFile, makeFile } from "./make-file.ts";
import { markPayments, refusePayment, takeAnswers } from "./mark-payments.ts";

let money: Money;
beforeAll(async () => {
  money = await openMoney("2026-11-06T06:00:00Z");
});
afterAll(() => money.close());
afterEach(async () => {
  expect(await money.audit()).toEqual([]);
});

const HOUSE = { name: "The Quarterly", iban: "DE89370400440532013000", bic: "COBADEFFXXX" };

/** IBANs that are right: the check digits are what makes the remainder 1. */
function iban(number: number): string {
  const account = `ABNA${String(number).padStart(10, "0")}`;
  const digits = [...`${account}NL00`].map((c) => String(Number.parseInt(c, 36))).join("");
  const check = 98n - (BigInt(digits) % 97n);
  return `NL${String(check).padStart(2, "0")}${account}`;
}

let people = 1;
const partner = (micros: bigint, name = "Zoë") =>
  owedByFile(money, micros, { iban: iban(people++), name });
const ask = (who: AuthorId) => requestPayout(money.db, money.bank, money.now(), who);
const keyOf = async (who: AuthorId) => (await payoutsOf(money.db, who))[0]!.key;

async function file(): Promise<number> {
  const made = await makeFile(money.db, money.bank, money.now(), await money.reader());
  if (!made.ok) throw new Error(made.refusal);
  return made.value;
}

describe("a payout by bank transfer", () => {
  it("waits for a file, is on its way in it, and is paid when the operator says so", async () => {
    const zoe = await partner(12_345_678n);
    expect(await makeFile(money.db, money.bank, money.now(), zoe)).toMatchObject({
      refusal: "no-debtor",
    });
    await recordDebtor(money.db, money.now(), HOUSE);
    expect(await findDebtor(money.db)).toEqual(HOUSE);
    await ask(zoe);
    expect(await states(money, zoe)).toBe("asked 12340000");
    expect(await held(money, inTransit(zoe))).toBe(12_340_000n);

    const id = await file();
    expect(await states(money, zoe)).toBe("sent 12340000");
    expect(await held(money, custody(zoe))).toBe(12_340_000n);
    const answer = { endToEndId: await keyOf(zoe), state: "paid" as const, reason: "" };
    expect(await markPayments(money.db, money.bank, money.now(), [answer])).toBe(1);
    expect(await markPayments(money.db, money.bank, money.now(), [answer])).toBe(0);
    expect(await states(money, zoe)).toBe("paid 12340000");
    expect([await held(money, custody(zoe)), await held(money, inTransit(zoe))]).toEqual([0n, 0n]);
    expect((await paymentsOf(money.db, id))[0]?.state).toBe("paid");
  });

  it("is in one file, whose control sum is what left the books, letter by letter the same each time", async () => {
    const [zoe, bo] = [await partner(20_000_000n, "Zoë & Co"), await partner(10_010_000n, "Bo")];
    const moved = await money.moved(() => payOut(money.db, money.bank, money.now()));
    expect(moved).toEqual({ payable: -30_010_000n, inTransit: 30_010_000n });
    const id = await file();
    const written = await findTransferFile(money.db, id);
    const xml = painXml(written!);
    expect(xml).toContain(`<MsgId>earnest-${id}</MsgId>`);
    expect(xml).toContain("<NbOfTxs>2</NbOfTxs><CtrlSum>30.01</CtrlSum>");
    // The sixth of November 2026 is a Friday; no bank pays on a weekend.
    expect(xml).toContain("<ReqdExctnDt><Dt>2026-11-09</Dt></ReqdExctnDt>");
    expect(transferCsv(written!)).toContain(`${await keyOf(bo)},"Bo",`);
    await recordDebtor(money.db, money.now(), { ...HOUSE, name: "Another" });
    expect(painXml((await findTransferFile(money.db, id))!)).toBe(xml);
    await recordDebtor(money.db, money.now(), HOUSE);
    expect(await waitingPayments(money.db)).toEqual([]);
    expect([await states(money, zoe), await states(money, bo)]).toEqual([
      "sent 20000000",
      "sent 10010000",
    ]);
  });

  it("that the bank returns is payable again, also after it was paid", async () => {
    const zoe = await partner(15_000_000n);
    await ask(zoe);
    const id = await file();
    const key = await keyOf(zoe);
    const upload = (text: string) =>
      takeAnswers(money.db, money.bank, money.now(), { file: id, text });
    expect(await upload(`end_to_end_id,state,reason\n${key},paid,\n`)).toMatchObject({ value: 1 });
    const back = `end_to_end_id,state,reason\n${key},returned,account closed\n`;
    expect(await upload(back)).toMatchObject({ ok: true, value: 1 });
    expect(await states(money, zoe)).toBe("returned 15000000");
    expect(await held(money, payable(zoe))).toBe(15_000_000n);
    expect((await paymentsOf(money.db, id))[0]?.reason).toBe("account closed");
    // What came back stays so, whatever an older table says.
    expect(await upload(`end_to_end_id,state,reason\n${key},paid,\n`)).toMatchObject({ value: 0 });
    expect(await states(money, zoe)).toBe("returned 15000000");
    await ask(zoe);
    expect(await states(money, zoe)).toBe("asked 15000000, returned 15000000");
    await refusePayment(money.db, money.bank, money.now(), await keyOf(zoe));
  });

  it("of which a table is wrong in one line moves nothing", async () => {
    const zoe = await partner(15_000_000n);
    await ask(zoe);
    const id = await file();
    const text = `end_to_end_id,state,reason\n${await keyOf(zoe)},paid,\npayout:999999,paid,\n`;
    const answer = await takeAnswers(money.db, money.bank, money.now(), { file: id, text });
    expect(answer).toEqual({ ok: false, refusal: "unknown-payment", line: 3 });
    expect(await states(money, zoe)).toBe("sent 15000000");
  });

  it("that is refused before it is in a file is payable again, and one in a file is not refused", async () => {
    const zoe = await partner(15_000_000n);
    await ask(zoe);
    expect(await refusePayment(money.db, money.bank, money.now(), await keyOf(zoe))).toBe(true);
    expect(await states(money, zoe)).toBe("refused 15000000");
    expect(await held(money, payable(zoe))).toBe(15_000_000n);
    await ask(zoe);
    await file();
    expect(await refusePayment(money.db, money.bank, money.now(), await keyOf(zoe))).toBe(false);
    expect(await states(money, zoe)).toBe("sent 15000000, refused 15000000");
  });

  it("with a wrong account keeps the whole file from being made, and says which", async () => {
    const zoe = await partner(15_000_000n);
    await ask(zoe);
    const key = await keyOf(zoe);
    await money.db.run(sql`update file_payment set iban = 'NL00ABNA0000000000' where key = ${key}`);
    expect(await makeFile(money.db, money.bank, money.now(), zoe)).toEqual({
      ...{ ok: false, refusal: "wrong-check-digits", endToEndId: key },
    });
    expect(await states(money, zoe)).toBe("asked 15000000");
    await refusePayment(money.db, money.bank, money.now(), key);
  });

  it("is in one file when two make one at the same moment", async () => {
    const zoe = await partner(15_000_000n);
    await ask(zoe);
    const hold = (tx: Tx) => tx.run(sql`lock table payment_file in share mode`);
    const made = await allAtOnce(money.db, hold, 2, () =>
      makeFile(money.db, money.bank, money.now(), zoe),
    );
    expect(made.map((one) => (one.ok ? "made" : one.refusal)).sort()).toEqual([
      "made",
      "no-payments",
    ]);
    expect(await states(money, zoe)).toBe("sent 15000000");
  });

  it("is booked once after a crash at any moment of the file and the answer", async () => {
    const moments = await everyFault(async (moments) => {
      const zoe = await partner(15_000_000n);
      await ask(zoe);
      const db = faultyDatabase(money.db, moments);
      await dies(makeFile(db, money.bank, money.now(), zoe));
      await makeFile(money.db, money.bank, money.now(), zoe);
      const answer = { endToEndId: await keyOf(zoe), state: "paid" as const, reason: "" };
      await dies(markPayments(db, money.bank, money.now(), [answer]));
      await markPayments(money.db, money.bank, money.now(), [answer]);
      money.at(new Date(money.now().getTime() + 61_000).toISOString());
      await payOut(money.db, money.bank, money.now());
      await settlePayouts(money.db, money.bank, money.now());
      expect(await states(money, zoe), `moment ${moments.count}`).toBe("paid 15000000");
      expect([await held(money, custody(zoe)), await held(money, inTransit(zoe))]).toEqual([
        0n,
        0n,
      ]);
    });
    expect(moments).toBeGreaterThan(20);
  });
});
