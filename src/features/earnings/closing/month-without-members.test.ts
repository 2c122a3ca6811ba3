import { afterEach, beforeEach, expect, it } from "vitest";
import { GOOD, type Money, openMoney } from "../../../../test/support/money.ts";
import { readerId } from "../../../store/columns.ts";
import { sql } from "../../../store/db.ts";
import { accrueDues } from "../../membership/accrue-dues.ts";
import { cancelMembership } from "../../membership/cancel-membership.ts";
import { joinMembership } from "../../membership/join-membership.ts";
import { earningsTasks } from "../jobs.ts";
import { firstOpenMonth } from "./closing-store.ts";

let money: Money;
beforeEach(async () => {
  money = await openMoney("2027-01-10T12:00:00Z");
});
afterEach(() => money.close());

async function closeMonths(): Promise<void> {
  await accrueDues(money.db, money.now());
  await earningsTasks["close-months"]!({ db: money.db, clock: money.clock } as never, {});
}

async function joins(reader: number, instant: string): Promise<void> {
  const wish = { readerId: readerId.parse(reader), planCode: "member-monthly", card: GOOD };
  const ruling = await joinMembership(money.db, money.bank, money.at(instant), wish);
  expect(ruling.ok).toBe(true);
}

it("carries a pool over months in which nobody pays", async () => {
  const [reader, author] = [await money.reader(), await money.partner("ann")];
  await joins(reader, "2027-01-10T12:00:00Z");
  await cancelMembership(money.db, money.now(), reader);
  money.at("2027-04-02T12:00:00Z");
  await closeMonths();
  // January, which has dues until 9 February, waits; then come two months without any.
  expect(await firstOpenMonth(money.db)).toBe("2027-04");

  await joins(reader, "2027-04-03T12:00:00Z");
  await money.db.run(sql`
    insert into story (key, author_id, audience, title, document, made_at, saved_at)
    values ('kettle0001', ${author}, 'members', 'Kettle', '{}', ${money.now()}, ${money.now()})`);
  await money.db.run(sql`
    insert into reading_day (reader_id, story_id, day, seconds, earning_seconds, first_at)
    select ${reader}, id, '2027-04-05', 90, 90, '2027-04-05 10:00Z' from story`);
  money.at("2027-05-02T12:00:00Z");
  await closeMonths();

  // January's 22 days, February's 9, and April's 28; one day of May waits in its own pool.
  const { memberPool = 0n, earned = 0n, payable = 0n } = await money.books();
  expect(memberPool).toBe(91_000n);
  expect(earned + payable).toBe(1_937_419n + 792_580n + 2_547_999n);
});
