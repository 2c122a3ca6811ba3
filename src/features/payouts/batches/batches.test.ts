/** The month's run: one batch, every partner by themselves. */
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { allAtOnce } from "../../../../test/support/meet.ts";
import { type Money, openMoney } from "../../../../test/support/money.ts";
import type { AuthorId } from "../../../core/ids.ts";
import {
  inTransit,
  payable,
  provider,
  receivable,
  withholding,
} from "../../../core/ledger/chart.ts";
import { legs } from "../../../core/ledger/journal.ts";
import { sql, type Tx } from "../../../store/db.ts";
import type { Bank } from "../../bank/bank.ts";
import { postJournal } from "../../ledger/post-journal.ts";
import { balanceOf } from "../../ledger/store.ts";
import { held, moves, owed, states } from "../owed.test-support.ts";
import { payOut } from "../pay-out.ts";
import { payoutsOf } from "../store.ts";
import { recordWithholding } from "../withholding/withholding-store.ts";
import { batchSummaries, turnsOf } from "./batch-store.ts";

let money: Money;
beforeAll(async () => {
  money = await openMoney("2026-11-08T06:00:00Z");
});
afterAll(() => money.close());
/** Whoever was owed before is under review now, and has their turn without a payout. */
beforeEach(async () => {
  await money.db.run(sql`update partner set state = 'paused'`);
});

const run = (bank: Bank = money.bank) => payOut(money.db, bank, money.now());

/** "asked paid, below-minimum, –": outcome and state of each of these, in the last batch. */
async function turns(...partners: AuthorId[]): Promise<string[]> {
  const [batch] = await batchSummaries(money.db, 1);
  const all = await turnsOf(money.db, batch!.id);
  return partners.map((partner) => {
    const turn = all.find(({ readerId }) => readerId === partner);
    return [turn?.outcome ?? "–", turn?.state, turn?.fault && "fault"].filter(Boolean).join(" ");
  });
}

describe("a batch", () => {
  it("has every partner who is owed enough, and says why one is not paid", async () => {
    const good = await owed(money, 12_000_000n);
    const poor = await owed(money, 12_000_000n, "acct_test_refuses");
    const none = await owed(money, 12_000_000n, null);
    const abroad = await owed(money, 12_000_000n);
    const indebted = await owed(money, 12_000_000n);
    await moves(money, receivable(indebted), provider(), 5_000_000n);
    await money.db.run(sql`update partner set country = 'AQ' where reader_id = ${abroad}`);
    await run();
    expect(await turns(good, poor, none, abroad, indebted)).toEqual([
      "asked paid",
      "asked refused",
      "no-payout-account",
      "unknown-country",
      "below-minimum",
    ]);
    const [batch] = await batchSummaries(money.db, 1);
    expect(batch).toMatchObject({ done: batch?.partners, faults: 0, endedAt: money.now() });
    // What is owed to us stays owed, and theirs stays theirs.
    expect(await held(money, payable(indebted))).toBe(12_000_000n);
  });

  it("nets what a partner owes us, and sends the rest", async () => {
    const wil = await owed(money, 32_000_000n);
    await moves(money, receivable(wil), provider(), 5_123_456n);
    const moved = await money.moved(run);
    expect(moved).toMatchObject({ receivable: -5_123_456n, provider: -26_870_000n });
    expect(await states(money, wil)).toBe("paid 26870000");
    expect(await held(money, payable(wil))).toBe(6_544n);
    expect(await held(money, receivable(wil))).toBe(0n);
  });

  it("that is refused gives back what was netted and withheld, with the rest", async () => {
    const wil = await owed(money, 32_000_000n, "acct_test_refuses");
    await moves(money, receivable(wil), provider(), 5_000_000n);
    expect(await money.moved(run)).toEqual({});
    expect(await held(money, receivable(wil))).toBe(5_000_000n);
    expect(await held(money, payable(wil))).toBe(32_000_000n);
  });

  it("goes on with the others when one partner’s books cannot be written, and says what went wrong", async () => {
    const [first, broken, last] = [
      await owed(money, 12_000_000n),
      await owed(money, 12_000_000n),
      await owed(money, 12_000_000n),
    ];
    // A trigger stands for whatever may go wrong with one row.
    await money.db.run(sql`
      create function break_one() returns trigger language plpgsql as
        'begin if new.payout_account = tg_argv[0] then raise exception ''this row breaks'';
         end if; return new; end'`);
    const text = `create trigger break before insert on payout for each row
                  execute function break_one('acct_test_good_${broken}')`;
    await money.db.run({ text, name: "", values: [], row: null });
    await expect(run()).rejects.toThrow(/1 of \d+ failed/);
    expect(await turns(first, broken, last)).toEqual(["asked paid", "– fault", "asked paid"]);
    expect(await held(money, payable(broken))).toBe(12_000_000n);
    expect(await held(money, inTransit(broken))).toBe(0n);
    const [batch] = await batchSummaries(money.db, 1);
    expect(batch).toMatchObject({ endedAt: null, faults: 1 });

    await money.db.run(sql`drop trigger break on payout`);
    await run();
    expect(await turns(first, broken, last)).toEqual(["asked paid", "asked paid", "asked paid"]);
    expect((await batchSummaries(money.db, 1))[0]).toMatchObject({ id: batch?.id, faults: 0 });
    expect([await states(money, first), await states(money, broken)]).toEqual([
      "paid 12000000",
      "paid 12000000",
    ]);
  });

  it("that a crash left open is ended after a day, and a new one begins with everybody", async () => {
    const wil = await owed(money, 12_000_000n);
    await money.db.run(sql`
      insert into payout_batch (begun_at) values (${new Date("2026-10-08T06:00:00Z")})`);
    await run();
    expect(await turns(wil)).toEqual(["asked paid"]);
    const [latest, stale] = await batchSummaries(money.db, 2);
    expect([latest?.begunAt, stale?.endedAt !== null]).toEqual([money.now(), true]);
  });

  it("that two run at once is one, and pays each partner once", async () => {
    const partners = [await owed(money, 12_000_000n), await owed(money, 12_000_000n)];
    const before = (await batchSummaries(money.db, 99)).length;
    const hold = (tx: Tx) => tx.run(sql`lock table payout in share mode`);
    await allAtOnce(money.db, hold, 2, () => run());
    for (const partner of partners) expect(await states(money, partner)).toBe("paid 12000000");
    expect((await batchSummaries(money.db, 99)).length - before).toBe(1);
    expect(await turns(...partners)).toEqual(["asked paid", "asked paid"]);
    expect(await money.audit()).toEqual([]);
  });
});

describe("a site whose currency is paid out in whole units", () => {
  it("sends whole forints, tax in whole forints too, and keeps the rest payable to the micro", async () => {
    const own = await openMoney("2026-11-08T06:00:00Z");
    await own.db.run(sql`update dues_setting set currency = 'HUF'`);
    const wil = await own.partner("acct_test_good");
    const by = await own.reader();
    const form = { authority: "HU", rateBps: 1500, form: "HU-15", formRef: "drawer 3" };
    await own.db.transaction(async (tx) => {
      await recordWithholding(tx, own.now(), { partner: wil, by }, form);
      const moved = legs([provider(), payable(wil), 12_345_678_901n]);
      const journal = { key: "test:forints", kind: "test", currency: "HUF", legs: moved };
      await postJournal(tx, journal, { occurredAt: own.now(), postedAt: own.now() });
    });
    await payOut(own.db, own.bank, own.now());
    const [payout] = await payoutsOf(own.db, wil);
    expect(payout).toMatchObject({
      ...{ state: "paid", currency: "HUF", micros: 10_494_000_000n },
      withheldMicros: 1_851_000_000n,
    });
    expect(await balanceOf(own.db, payable(wil), "HUF")).toBe(678_901n);
    expect(await balanceOf(own.db, withholding("HU"), "HUF")).toBe(1_851_000_000n);
    expect(await own.audit()).toEqual([]);
    await own.close();
  });
});
