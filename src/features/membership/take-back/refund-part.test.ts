/** What an operator gives back of a charge: from whom, how often, and what is left. */
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { z } from "zod";
import { allAtOnce } from "../../../../test/support/meet.ts";
import type { Books } from "../../../../test/support/money.ts";
import type { AuthorId, ChargeId, ReaderId } from "../../../core/ids.ts";
import { commons, earned, payable, receivable } from "../../../core/ledger/chart.ts";
import { legs } from "../../../core/ledger/journal.ts";
import { sum } from "../../../core/money.ts";
import { micros, readerId } from "../../../store/columns.ts";
import { sql, type Tx } from "../../../store/db.ts";
import type { Bank } from "../../bank/bank.ts";
import { testBankBalance } from "../../bank/store.ts";
import { postJournal } from "../../ledger/post-journal.ts";
import { balanceOf } from "../../ledger/store.ts";
import { accrueDues } from "../accrue-dues.ts";
import { chargesOf } from "../charge-store.ts";
import { refundPart } from "../refund-part.ts";
import { renewMemberships } from "../renew-memberships.ts";
import { recordSetting, settingOf } from "../setting-store.ts";
import { settleRefunds, takeReturnedRefunds } from "../settle-charges.ts";
import { findMembership } from "../store.ts";
import { openPaidMonth, type PaidMonth } from "./paid-month.test-support.ts";

let month: PaidMonth;
/** What the bank of a test sent back, which the test bank never does. */
let returned = 0n;
let operatorId: ReaderId;
let members: ReaderId[];
/** What the books held before any of these members joined. */
let before: Books;

/** Ten members who read the same in October, which is closed; it is 2 November. */
beforeAll(async () => {
  month = await openPaidMonth();
  operatorId = await month.newReader();
  before = await month.books();
  members = [];
  for (let n = 0; n < 10; n++) members.push(await month.reader());
  month.at("2026-11-02T12:00:00Z");
  await month.closes("2026-10");
  await accrueDues(month.db, month.now());
});
afterAll(async () => {
  expect(await month.audit()).toEqual([]);
  const { provider = 0n } = await month.books();
  expect(provider - returned).toBe(await testBankBalance(month.db, "USD"));
  await month.close();
});

let used = 0;
const next = () => members[used++]!;

async function gives(member: ReaderId, micros: bigint, bank: Bank = month.bank) {
  const wish = { chargeId: await month.chargeOf(member), micros, operatorId };
  return refundPart(month.db, bank, month.now(), wish);
}

/** What partners hold or will, less what they owe. */
const shares = ({ earned = 0n, payable = 0n, receivable = 0n }: Books) =>
  earned + payable - receivable;

describe("a charge that is given back", () => {
  it("wholly, takes from everyone what they have of it, to the micro, and ends the membership", async () => {
    const member = next();
    const moved = await month.moved(() => gives(member, 5_000_000n));
    // Of net 4.55 the 27 days of October earned ⌊4550000·27/31⌋ = 3962903, of which ⌊60 %⌋ = 2377741 were
    // divided; the first of November earned 146774, of which 88064 are in its pool.
    expect(moved.deferred).toBe(-(4_550_000n - 3_962_903n - 146_774n));
    expect(moved.memberPool).toBe(-88_064n);
    expect(shares(moved)).toBe(-2_377_741n);
    expect(moved.platform).toBe(-(450_000n + 3_962_903n - 2_377_741n + 146_774n - 88_064n));
    expect(moved.provider).toBe(-5_000_000n);
    expect(moved.clawbackLoss ?? 0n).toBe(0n);
    expect(await findMembership(month.db, member)).toMatchObject({
      ...{ paidUntil: "2026-11-02", endedAt: month.now() },
    });
  });

  it.each([
    [["2.50", "2.50"]],
    [["1.00", "1.00", "3.00"]],
    [["0.01", "4.99"]],
    [["0.03", "0.03", "0.07", "1.11", "3.76"]],
  ])("in the parts %j ends at exactly the same", async (parts) => {
    const member = next();
    const moved = await month.moved(async () => {
      for (const part of parts) {
        const micros = BigInt(part.replace(".", "")) * 10_000n;
        expect(await gives(member, micros)).toEqual({ ok: true, value: { micros, state: "paid" } });
      }
    });
    expect(moved.deferred).toBe(-(4_550_000n - 3_962_903n - 146_774n));
    expect(moved.memberPool).toBe(-88_064n);
    expect(shares(moved)).toBe(-2_377_741n);
    expect(moved.provider).toBe(-5_000_000n);
    expect(await gives(member, 10_000n)).toEqual({ ok: false, refusal: "more-than-paid" });
    const more = await month.moved(() => accrueDues(month.db, month.now()));
    expect(more).toEqual({});
  });

  it("in part leaves the membership, and what is left is earned by the days that are left", async () => {
    const member = next();
    await gives(member, 2_500_000n);
    expect(await findMembership(month.db, member)).toMatchObject({ paidUntil: "2026-11-05" });
    const left = (await month.books()).deferred ?? 0n;
    const now = month.now();
    await month.at("2026-11-06T00:00:00Z");
    const moved = await month.moved(() => accrueDues(month.db, month.now()));
    month.at(now.toISOString());
    expect(moved.deferred).toBe(-left);
    expect(await month.audit()).toEqual([]);
  });

  it("is everyone's again when the bank refuses", async () => {
    const member = next();
    const refusing: Bank = {
      ...month.bank,
      refund: async () => ({ state: "declined", reason: "no-such-charge" }),
    };
    const until = await findMembership(month.db, member);
    const moved = await month.moved(async () => {
      const answer = await gives(member, 5_000_000n, refusing);
      expect(answer).toEqual({ ok: false, refusal: "refused-by-bank" });
    });
    expect(moved).toEqual({});
    expect(await findMembership(month.db, member)).toMatchObject({ paidUntil: until!.paidUntil });
    const again = await month.moved(() => gives(member, 5_000_000n));
    expect(again.provider).toBe(-5_000_000n);
    expect(shares(again)).toBe(-2_377_741n);
  });

  it("whose answer is lost is owed until it is looked up, and nothing more is given meanwhile", async () => {
    const member = next();
    const silent: Bank = {
      ...month.bank,
      refund: async (request) => {
        await month.bank.refund(request);
        return { state: "unknown" };
      },
    };
    const moved = await month.moved(async () => {
      expect(await gives(member, 1_000_000n, silent)).toMatchObject({ value: { state: "asked" } });
      expect(await gives(member, 1_000_000n)).toEqual({ ok: false, refusal: "refund-pending" });
      expect(await settleRefunds(month.db, month.bank, month.now())).toBe(1);
      expect(await settleRefunds(month.db, month.bank, month.now())).toBe(0);
    });
    expect(moved.provider).toBe(-1_000_000n);
  });

  it("by two operators at once is given back once, and the other one is told", async () => {
    const member = members[8]!;
    const charge = await month.chargeOf(member);
    const late: Bank = {
      ...month.bank,
      refund: async (request) => {
        const other = await gives(member, 1_000_000n);
        expect(other).toEqual({ ok: false, refusal: "refund-pending" });
        return month.bank.refund(request);
      },
    };
    const hold = (tx: Tx) => tx.run(sql`select from charge where id = ${charge} for update`);
    const moved = await month.moved(async () => {
      await gives(member, 1_000_000n, late);
      await allAtOnce(month.db, hold, 3, () => gives(member, 4_000_000n));
    });
    expect(moved.provider).toBe(-5_000_000n);
    expect(shares(moved)).toBe(-2_377_741n);
  });

  it("that the card's bank sends back is owed to the member still, and told once", async () => {
    const [charge] = await chargesOf(month.db, members[7]!);
    const [before, at] = [(await month.books()).refundPayable ?? 0n, month.now()];
    await gives(members[7]!, 20_000n);
    const sentBack: Bank = {
      ...month.bank,
      lookUp: async (kind, key) => {
        const found = await month.bank.lookUp(kind, key);
        const isThis = kind === "refund" && found.state === "settled" && key === last;
        return isThis ? ({ state: "declined", reason: "sent-back" } as never) : found;
      },
    };
    const { key: last } = await month.db.one(sql.of(z.object({ key: z.string() }))`
      select key from refund where charge_id = ${charge!.chargeId} order by id desc limit 1`);
    const moved = await month.moved(async () => {
      expect(await takeReturnedRefunds(month.db, sentBack, at)).toBe(1);
      expect(await takeReturnedRefunds(month.db, sentBack, at)).toBe(0);
    });
    expect(moved).toEqual({ provider: 20_000n, refundPayable: 20_000n });
    expect((await month.books()).refundPayable).toBe(before + 20_000n);
    returned += 20_000n;
  });

  it.each([
    [0n, "no-amount"],
    [-10_000n, "no-amount"],
    [12_345n, "no-amount"],
    [5_010_000n, "more-than-paid"],
  ])("%d is refused as %s", async (micros, refusal) => {
    expect(await gives(members[9]!, micros)).toEqual({ ok: false, refusal });
  });
});

describe("what a partner was paid already", () => {
  const paidOut = async () => {
    const empty = async (author: AuthorId) => {
      for (const account of [earned(author), payable(author)]) {
        const micros = await balanceOf(month.db, account, "USD");
        const key = `test:${account.kind}:${author}:${micros}`;
        const journal = {
          key,
          kind: "test",
          currency: "USD",
          legs: legs([account, commons(), micros]),
        };
        const times = { occurredAt: month.now(), postedAt: month.now() };
        if (micros > 0n) await month.db.transaction((tx) => postJournal(tx, journal, times));
      }
    };
    await empty(month.wil);
    await empty(month.zoe);
  };
  const decides = async (shortfall: "partner-owes" | "platform-bears") => {
    const setting = await settingOf(month.db);
    await month.db.transaction((tx) => recordSetting(tx, { ...setting, shortfall }));
  };

  it("they owe, or the site bears it, as the operator has decided", async () => {
    await paidOut();
    const member = members[9]!;
    const owes = await month.moved(() => gives(member, 100_000n));
    expect(owes.receivable).toBeGreaterThan(0n);
    expect([owes.payable, owes.earned, owes.clawbackLoss]).toEqual([
      undefined,
      undefined,
      undefined,
    ]);
    await decides("platform-bears");
    const bears = await month.moved(() => gives(member, 100_000n));
    await decides("partner-owes");
    expect(bears.receivable).toBeUndefined();
    expect(bears.clawbackLoss! - owes.receivable!).toBeLessThanOrEqual(1n);
    expect(bears.clawbackLoss! - owes.receivable!).toBeGreaterThanOrEqual(-1n);
  });

  it("and what they have made good meanwhile is theirs again when the bank refuses", async () => {
    const member = members[9]!;
    const good = async (author: AuthorId) => {
      const micros = await balanceOf(month.db, receivable(author), "USD");
      const legsOf = legs([commons(), receivable(author), micros]);
      const journal = { key: `test:good:${author}`, kind: "test", currency: "USD", legs: legsOf };
      const times = { occurredAt: month.now(), postedAt: month.now() };
      await month.db.transaction((tx) => postJournal(tx, journal, times));
    };
    const refusing: Bank = {
      ...month.bank,
      refund: async () => {
        await good(month.wil);
        await good(month.zoe);
        return { state: "declined", reason: "no-such-charge" };
      },
    };
    const moved = await month.moved(() => gives(member, 100_000n, refusing));
    expect(moved.payable).toBeGreaterThan(0n);
    expect((await month.books()).receivable).toBe(0n);
    expect(await month.audit()).toEqual([]);
  });
});

describe("while a month is being closed", () => {
  it("nothing of it is given back", async () => {
    await month.db.run(sql`
      insert into closing (month, policy_version, currency, started_at)
      values ('2026-11', 'earnest-1', 'USD', ${month.now()})`);
    const answer = await gives(members[9]!, 1_000_000n);
    expect(answer).toEqual({ ok: false, refusal: "month-closing" });
    await month.db.run(sql`delete from closing where month = '2026-11'`);
  });
});

describe("what waits for its member's next reading", () => {
  it("stays where it waits, and the site bears it", async () => {
    expect(before.provider ?? 0n).toBe(0n);
    month.at("2026-11-10T12:00:00Z");
    const member = await month.joins();
    month.at("2026-12-02T12:00:00Z");
    await month.closes("2026-11");
    const moved = await month.moved(() => gives(member, 5_000_000n));
    // Of 30 days 21 lie in November: ⌊4550000·21/30⌋ = 3185000, ⌊60 %⌋ = 1911000.
    expect(moved.clawbackLoss).toBe(1_911_000n);
    expect(shares(moved)).toBe(0n);
  });
});

describe("two charges in one pool, and what was carried to it", () => {
  it("are taken back from those who got it, each of them exactly what they got", async () => {
    month.at("2026-12-05T12:00:00Z");
    const readers = await Promise.all([77, 83, 101, 139, 211].map(() => month.joins()));
    month.at("2027-01-02T12:00:00Z");
    await month.closes("2026-12");
    month.at("2027-01-04T12:00:00Z");
    await renewMemberships(month.db, month.bank, month.now());
    for (const [index, reader] of readers.entries()) {
      await month.reads(reader, month.stories.wil, "2027-01-10", 300);
      await month.reads(reader, month.stories.zoe, "2027-01-11", 77 + 23 * index);
    }
    month.at("2027-02-02T12:00:00Z");
    await month.closes("2027-01");
    for (const reader of readers) await givesBackBoth(reader);
  });

  async function givesBackBoth(member: ReaderId): Promise<void> {
    const charges = await chargesOf(month.db, member);
    expect(charges).toHaveLength(2);
    const moved = await month.moved(async () => {
      for (const { chargeId } of charges) {
        for (const micros of [1_230_000n, 3_770_000n]) {
          const wish = { chargeId, micros, operatorId };
          const answer = await refundPart(month.db, month.bank, month.now(), wish);
          expect(answer).toMatchObject({ ok: true });
        }
      }
    });
    const lines = await gotAndTaken(
      member,
      charges.map(({ chargeId }) => chargeId),
    );
    expect(lines).toHaveLength(2);
    for (const { got, taken } of lines) expect(taken).toBe(got);
    expect(moved.clawbackLoss).toBeUndefined();
    expect(shares(moved)).toBe(-sum(lines.map(({ got }) => got)));
    expect(moved.provider).toBe(-10_000_000n);
    expect(await gives(member, 10_000n)).toEqual({ ok: false, refusal: "more-than-paid" });
  }

  const Line = z.object({ authorId: readerId, got: micros, taken: micros });
  const gotAndTaken = (member: ReaderId, charges: readonly ChargeId[]) =>
    month.db.many(sql.of(Line)`
      select author_id, sum(line.micros) as got,
             (select sum(part.micros) from take_back_part part
               where part.author_id = line.author_id
                 and charge_id = any (${[...charges]}::bigint[])) as taken
        from allocation_line line
       where month = '2027-01' and member_id = ${member}
       group by author_id`);
});
