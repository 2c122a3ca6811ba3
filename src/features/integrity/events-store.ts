/**
 * The events of a community, from PostgreSQL into the columns that integrity looks at. Reads only; a row
 * becomes numbers on its way and never an object, so that ten million of them fit.
 */
import { z } from "zod";
import { assert } from "../../core/assert.ts";
import type {
  Accounts,
  Claps,
  Events,
  Follows,
  Reads,
  Stories,
} from "../../core/integrity/events.ts";
import { DAY_MS } from "../../core/time.ts";
import { copyNumbers, copyQuery } from "../../store/copy.ts";
import { type Db, sql, type Tx } from "../../store/db.ts";
import { Columns } from "./columns.ts";

export interface Gathered {
  events: Events;
  /** Of each follow, in their order: the id of its row. */
  followIds: Float64Array;
  /** Of each response, in their order. */
  texts: string[];
  counts: EventCounts;
}

/** How many there are of each kind. */
export type EventCounts = Record<
  "accounts" | "stories" | "follows" | "reads" | "claps" | "responses",
  number
>;

/** Days since 1970, as the engine counts time. */
export const daysOf = (at: Date): number => at.getTime() / DAY_MS;

/**
 * Everything that happened before `until`. Own stories are left out of reads, claps and responses, and so
 * are stories that were never published. One snapshot of the database, whatever is written meanwhile.
 */
export async function gatherEvents(tx: Tx, until: Date): Promise<Gathered> {
  await tx.run(sql`set transaction isolation level repeatable read, read only`);
  const before = Math.floor(until.getTime());
  const accounts = await gatherAccounts(tx, before);
  const stories = await gatherStories(tx, before, accounts);
  const { follows, followIds } = await gatherFollows(tx, before, accounts);
  const reads = await gatherReads(tx, before, accounts, stories);
  const claps = await gatherClaps(tx, before, accounts, stories);
  const { responses, texts } = await gatherResponses(tx, until, accounts, stories);
  const events = {
    ...{ accounts: accounts.columns, stories: stories.columns, follows, reads, claps, responses },
    ...{ shown: null, until: daysOf(until) },
  };
  const counts = {
    ...{ accounts: events.accounts.ids.length, stories: events.stories.ids.length },
    ...{ follows: follows.at.length, reads: reads.at.length },
    ...{ claps: claps.at.length, responses: texts.length },
  };
  return { events, followIds, texts, counts };
}

/** Where the row of an id stands; ids are given one after the other, so a table by id is no waste. */
class Places {
  readonly #places: Int32Array;

  /** `ids` ascending. */
  constructor(ids: Int32Array) {
    this.#places = new Int32Array((ids[ids.length - 1] ?? 0) + 1).fill(-1);
    for (let place = 0; place < ids.length; place += 1) this.#places[ids[place]!] = place;
  }

  /** −1 where there is none. */
  of(id: number): number {
    return this.#places[id] ?? -1;
  }
}

interface Placed<Kind> {
  columns: Kind;
  places: Places;
}

const ID_MAX = 2 ** 31 - 1;

async function gatherAccounts(tx: Tx, before: number): Promise<Placed<Accounts>> {
  const rows = new Columns(["whole", "decimal", "whole", "whole"]);
  const query = copyQuery`
    select reader.id::float8, date_part('epoch', joined_at) / 86400,
           exists (select from membership where reader_id = reader.id)::int::float8,
           exists (select from story
                    where author_id = reader.id and published_at is not null)::int::float8
      from reader where joined_at < to_timestamp(${before} / 1000.0)
     order by reader.id`;
  await copyNumbers(tx, query, 4, (row) => {
    assert(row[0]! <= ID_MAX, "an account's id fits in 32 bits");
    rows.add(row);
  });
  const ids = rows.whole(0);
  const columns = {
    ...{ ids, joined: rows.decimal(1) },
    ...{ member: Uint8Array.from(rows.whole(2)), author: Uint8Array.from(rows.whole(3)) },
  };
  return { columns, places: new Places(ids) };
}

async function gatherStories(
  tx: Tx,
  before: number,
  { places }: Placed<Accounts>,
): Promise<Placed<Stories>> {
  const rows = new Columns(["whole", "whole", "decimal", "decimal"]);
  const query = copyQuery`
    select story.id::float8, author_id::float8, date_part('epoch', published_at) / 86400,
           reading_seconds::float8
      from story where published_at < to_timestamp(${before} / 1000.0)
     order by story.id`;
  await copyNumbers(tx, query, 4, (row) => {
    assert(row[0]! <= ID_MAX, "a story's id fits in 32 bits");
    row[1] = places.of(row[1]!);
    if (row[1] >= 0) rows.add(row);
  });
  const ids = rows.whole(0);
  const [published, expectedSeconds] = [rows.decimal(2), rows.decimal(3)];
  const columns = { ids, author: rows.whole(1), published, expectedSeconds };
  return { columns, places: new Places(ids) };
}

async function gatherFollows(
  tx: Tx,
  before: number,
  { places }: Placed<Accounts>,
): Promise<{ follows: Follows; followIds: Float64Array }> {
  const rows = new Columns(["whole", "whole", "decimal", "decimal", "decimal"]);
  const query = copyQuery`
    select follower_id::float8, followee_id::float8, date_part('epoch', followed_at) / 86400,
           coalesce(date_part('epoch', ended_at) / 86400, 'infinity'), follow.id::float8
      from follow where followed_at < to_timestamp(${before} / 1000.0)`;
  await copyNumbers(tx, query, 5, (row) => {
    row[0] = places.of(row[0]!);
    row[1] = places.of(row[1]!);
    if (row[0] >= 0 && row[1] >= 0) rows.add(row);
  });
  const [at, unfollowedAt] = [rows.decimal(2), rows.decimal(3)];
  const follows = { follower: rows.whole(0), followee: rows.whole(1), at, unfollowedAt };
  return { follows, followIds: rows.decimal(4) };
}

/** Puts places for the ids of a row's reader and story; false for what is not looked at. */
function act(
  row: { [column: number]: number },
  accounts: Placed<Accounts>,
  stories: Placed<Stories>,
): boolean {
  const reader = accounts.places.of(row[0]!);
  const story = stories.places.of(row[1]!);
  row[0] = reader;
  row[1] = story;
  return reader >= 0 && story >= 0 && stories.columns.author[story] !== reader;
}

async function gatherReads(
  tx: Tx,
  before: number,
  accounts: Placed<Accounts>,
  stories: Placed<Stories>,
): Promise<Reads> {
  const rows = new Columns(["whole", "whole", "decimal", "decimal", "decimal"]);
  const query = copyQuery`
    select reader_id::float8, story_id::float8, date_part('epoch', first_at) / 86400,
           seconds::float8, coverage_percent / 100.0::float8
      from reading_day where first_at < to_timestamp(${before} / 1000.0) and seconds > 0`;
  await copyNumbers(tx, query, 5, (row) => {
    if (act(row, accounts, stories)) rows.add(row);
  });
  const [at, seconds, coverage] = [rows.decimal(2), rows.decimal(3), rows.decimal(4)];
  return { reader: rows.whole(0), story: rows.whole(1), at, seconds, coverage };
}

async function gatherClaps(
  tx: Tx,
  before: number,
  accounts: Placed<Accounts>,
  stories: Placed<Stories>,
): Promise<Claps> {
  const rows = new Columns(["whole", "whole", "decimal", "decimal"]);
  const query = copyQuery`
    select reader_id::float8, story_id::float8, date_part('epoch', clapped_at) / 86400,
           count::float8
      from clap where clapped_at < to_timestamp(${before} / 1000.0)`;
  await copyNumbers(tx, query, 4, (row) => {
    if (act(row, accounts, stories)) rows.add(row);
  });
  return {
    reader: rows.whole(0),
    story: rows.whole(1),
    at: rows.decimal(2),
    count: rows.decimal(3),
  };
}

const Response = z.object({
  id: z.number(),
  authorId: z.number(),
  storyId: z.number(),
  at: z.number(),
  text: z.string(),
});

const TEXTS_AT_ONCE = 10_000;

/**
 * What was hidden or withdrawn later was said all the same. What was held and a person let through is
 * vouched for, and left out.
 */
async function gatherResponses(
  tx: Db,
  until: Date,
  accounts: Placed<Accounts>,
  stories: Placed<Stories>,
): Promise<{ responses: Events["responses"]; texts: string[] }> {
  const rows = new Columns(["whole", "whole", "decimal"]);
  const texts: string[] = [];
  for (let after = 0, more = true; more; ) {
    const some = await tx.many(sql.of(Response)`
      select id::float8, author_id::float8, story_id::float8,
             date_part('epoch', responded_at) / 86400 as at, text
        from response
       where id > ${after} and responded_at < ${until}
         and (held_until is null or held_until = 'infinity')
       order by response.id limit ${TEXTS_AT_ONCE}`);
    for (const { authorId, storyId, at, text } of some) {
      const row = [authorId, storyId, at];
      if (!act(row, accounts, stories)) continue;
      rows.add(row);
      texts.push(text);
    }
    after = some.at(-1)?.id ?? after;
    more = some.length === TEXTS_AT_ONCE;
  }
  const responses = {
    ...{ reader: rows.whole(0), story: rows.whole(1), at: rows.decimal(2) },
    ...{ genericness: new Float64Array(rows.count), solicits: new Float64Array(rows.count) },
  };
  return { responses, texts };
}
