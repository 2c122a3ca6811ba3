/** A month that is over: partners, their stories, a member who read them, and the close. */
import { z } from "zod";
import { GOOD, openMoney } from "../../../../test/support/money.ts";
import type { AuthorId, ChargeId, ReaderId, StoryId } from "../../../core/ids.ts";
import type { Month } from "../../../core/time.ts";
import { storyId } from "../../../store/columns.ts";
import { sql } from "../../../store/db.ts";
import type { Bank, Dispute } from "../../bank/bank.ts";
import { closeMonth } from "../../earnings/closing/close-month.ts";
import { chargesOf } from "../charge-store.ts";
import { joinMembership } from "../join-membership.ts";

const DOCUMENT = `{"type":"doc","content":[]}`;

export type PaidMonth = Awaited<ReturnType<typeof openPaidMonth>>;

/** Opens on 5 October 2026 with the partners wil and zoe, each of whom has one story for members. */
export async function openPaidMonth() {
  const money = await openMoney("2026-10-01T00:00:00Z");
  const { db } = money;
  const wil = await money.partner("acct_test_wil");
  const zoe = await money.partner("acct_test_zoe");
  const stories = { wil: await story(wil), zoe: await story(zoe) };
  money.at("2026-10-05T12:00:00Z");

  async function story(author: AuthorId): Promise<StoryId> {
    const at = money.now();
    const { id } = await db.one(sql.of(z.object({ id: storyId }))`
      insert into story (key, author_id, audience, slug, title, document, reading_seconds, made_at,
                         saved_at)
      values ('s' || lpad(${author}::text, 9, '0'), ${author}, 'members', 'story', 'Story',
              ${DOCUMENT}::jsonb, 600, ${at}, ${at})
      returning id`);
    return id;
  }

  async function reads(member: ReaderId, of: StoryId, day: string, seconds: number) {
    await db.run(sql`
      insert into reading_day (reader_id, story_id, day, seconds, earning_seconds, first_at)
      values (${member}, ${of}, ${day}::date, ${seconds}, ${seconds},
              ${new Date(`${day}T12:00:00Z`)})`);
  }

  async function joins(planCode = "member-monthly", of = GOOD): Promise<ReaderId> {
    const readerId = await money.reader();
    await joinMembership(db, money.bank, money.now(), { readerId, planCode, card: of });
    return readerId;
  }

  return {
    ...money,
    ...{ wil, zoe, stories, reads, joins },
    /** A member who joined on 5 October, read both in it, 300 seconds and 100, and not since. */
    reader: async (): Promise<ReaderId> => {
      money.at("2026-10-05T12:00:00Z");
      const member = await joins();
      await reads(member, stories.wil, "2026-10-06", 300);
      await reads(member, stories.zoe, "2026-10-07", 100);
      return member;
    },
    newReader: money.reader,
    chargeOf: async (member: ReaderId): Promise<ChargeId> =>
      (await chargesOf(db, member))[0]!.chargeId,
    refOf: async (member: ReaderId): Promise<string> => (await chargesOf(db, member))[0]!.bankRef,
    closes: async (month: string) => {
      const ruling = await closeMonth(db, money.clock, month as Month);
      if (!ruling.ok) throw new Error(`The month was not closed: ${ruling.refusal}`);
    },
  };
}

/** A bank that has this dispute besides; `told` may be changed as the bank changes its mind. */
export function disputing(bank: Bank, told: { dispute: Dispute | null }): Bank {
  return { ...bank, findDispute: async () => told.dispute };
}
