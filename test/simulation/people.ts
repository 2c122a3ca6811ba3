/** The people of a seed and their stories: written past the rooms, as the rooms would have left them. */
import { type Database, sql } from "../../src/store/db.ts";
import { type Evidence, noEvidence, type Story } from "./evidence.ts";
import type { Luck } from "./luck.ts";
import { DAY_MS } from "./model/calendar.ts";

export interface People {
  readers: number[];
  /** Those with an account or without one. */
  partners: number[];
  /** What a tax authority asks us to keep back, in basis points, by partner. */
  withheldBps: Map<number, number>;
  evidence: Evidence;
}

/** Readers are numbered from 1, stories too: the tables are empty. */
export async function settlePeople(
  { db, luck, now }: { db: Database; luck: Luck; now: number },
  rail: string,
): Promise<People> {
  const readers = Array.from({ length: luck.whole(4, 8) }, (_, index) => index + 1);
  const partners = luck.shuffled(readers).slice(0, luck.whole(2, 4));
  const evidence = noEvidence();
  for (const partner of partners) {
    const days = luck.happens(0.25) ? luck.whole(1, 40) : -100;
    evidence.partnersSince.set(partner, now + days * DAY_MS);
  }
  const authors = luck.happens(0.4) ? [...partners, luck.one(readers)] : partners;
  const written = authors.flatMap((author) =>
    Array.from({ length: luck.whole(1, 3) }, () => author),
  );
  evidence.stories = luck.shuffled(written).map(
    (author, index): Story => ({
      ...{ id: index + 1, author, expectedSeconds: luck.whole(0, 12) * 40 },
      forMembers: luck.happens(0.9),
    }),
  );
  await insertReaders(db, readers, now);
  await insertPartners(db, luck, evidence, rail);
  await insertStories(db, evidence.stories, now);
  const taxed = partners.filter(() => luck.happens(0.25));
  const withheldBps = new Map(taxed.map((partner) => [partner, luck.one([1000, 3000, 2413])]));
  await insertWithholdings(db, withheldBps, now);
  return { readers, partners, withheldBps, evidence };
}

async function insertReaders(db: Database, readers: number[], now: number): Promise<void> {
  await db.run(sql`
    insert into reader (handle, name, email, joined_at)
    select 'reader_' || id, 'Reader ' || id, 'reader_' || id || '@example.org', ${new Date(now)}
      from unnest(${readers}::bigint[]) as id order by id`);
}

/** An account that refuses says so in its name; one in eight has not said where payouts go. */
async function insertPartners(
  db: Database,
  luck: Luck,
  { partnersSince }: Evidence,
  rail: string,
): Promise<void> {
  const ids = [...partnersSince.keys()];
  const accounts = ids.map((id) => {
    if (luck.happens(0.12)) return null;
    return luck.happens(0.1) ? `acct_test_refuses_${id}` : `acct_test_${id}`;
  });
  await db.run(sql`
    insert into partner (reader_id, since, country, payout_rail, payout_account)
    select id, since, 'NL', ${rail}, account
      from unnest(${ids}::bigint[], ${[...partnersSince.values()].map((ms) => new Date(ms))}::timestamptz[],
                  ${accounts}::text[]) as one (id, since, account)`);
}

async function insertWithholdings(
  db: Database,
  withheldBps: People["withheldBps"],
  now: number,
): Promise<void> {
  await db.run(sql`
    insert into withholding (partner_id, authority, rate_bps, form, form_ref, recorded_at)
    select partner, 'US', bps, 'W-8BEN', 'folder', ${new Date(now)}
      from unnest(${[...withheldBps.keys()]}::bigint[], ${[...withheldBps.values()]}::int[])
        as one (partner, bps)`);
}

async function insertStories(db: Database, stories: Story[], now: number): Promise<void> {
  const at = new Date(now);
  await db.run(sql`
    insert into story (key, author_id, audience, title, document, reading_seconds, made_at, saved_at)
    select 's' || lpad(id::text, 9, '0'), author, audience, 'Story ' || id, '{"type":"doc"}',
           seconds, ${at}, ${at}
      from unnest(${stories.map(({ id }) => id)}::bigint[],
                  ${stories.map(({ author }) => author)}::bigint[],
                  ${stories.map(({ forMembers }) => (forMembers ? "members" : "everyone"))}::text[],
                  ${stories.map(({ expectedSeconds }) => expectedSeconds)}::int[])
        as one (id, author, audience, seconds)
     order by id`);
}
