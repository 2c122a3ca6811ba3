/** Each file of the folder in columns; a row that names nobody, or cannot be, is a `BadRow`. */
import type {
  Accounts,
  Claps,
  Follows,
  Reads,
  Responses,
  Shown,
  Stories,
} from "../../core/integrity/events.ts";
import { Floats, Ints } from "../csv/columns.ts";
import type { Source } from "./source.ts";

export function readAccounts(source: Source): { accounts: Accounts; unsigned: boolean } {
  const room = source.about("accounts");
  const [ids, member, author] = [new Ints(room), new Ints(room), new Ints(room)];
  const joined = new Floats(room);
  let signed = false;
  let unsigned = false;
  source.each("accounts", (row) => {
    const id = row.values[0]!;
    signed ||= id < 0;
    unsigned ||= id >= 2 ** 31;
    if (signed && unsigned)
      throw row.bad(`id ${id}: some ids have a sign, others are too large for one`);
    if (!source.accounts.add(id)) throw row.bad(`account ${id} stands for the second time`);
    ids.push(id | 0);
    joined.push(row.values[1]!);
    member.push(row.values[2]!);
    author.push(row.values[3]!);
  });
  const flags = {
    member: Uint8Array.from(member.taken()),
    author: Uint8Array.from(author.taken()),
  };
  return { accounts: { ids: ids.taken(), joined: joined.taken(), ...flags }, unsigned };
}

export function readStories(source: Source): Stories {
  const room = source.about("stories");
  const [ids, author] = [new Ints(room), new Ints(room)];
  const [published, expected] = [new Floats(room), new Floats(room)];
  source.each("stories", (row) => {
    const id = row.values[0]!;
    if (!source.stories.add(id)) throw row.bad(`story ${id} stands for the second time`);
    ids.push(id | 0);
    author.push(source.account(row, "author", row.values[1]!));
    published.push(row.values[2]!);
    expected.push(row.values[3]!);
  });
  const columns = { ids: ids.taken(), author: author.taken(), published: published.taken() };
  return { ...columns, expectedSeconds: expected.taken() };
}

/** Rows in which somebody follows themselves, which is no tie: how many rows stand before, and who. */
export interface SelfFollows {
  readonly rows: Int32Array;
  readonly accounts: Int32Array;
}

export function readFollows(source: Source): { follows: Follows; self: SelfFollows } {
  const room = source.about("follows");
  const [follower, followee] = [new Ints(room), new Ints(room)];
  const [at, unfollowedAt] = [new Floats(room), new Floats(room)];
  const self = { rows: new Ints(0), accounts: new Ints(0) };
  let rows = 0;
  source.each("follows", (row) => {
    const { values } = row;
    const from = source.account(row, "follower", values[0]!);
    const to = source.account(row, "followee", values[1]!);
    if (values[3]! < values[2]!) throw row.bad("unfollowed_at is before at");
    rows++;
    if (from === to) {
      self.rows.push(rows - 1);
      self.accounts.push(from);
      return;
    }
    follower.push(from);
    followee.push(to);
    at.push(values[2]!);
    unfollowedAt.push(values[3]!);
  });
  const pairs = { follower: follower.taken(), followee: followee.taken() };
  return {
    follows: { ...pairs, at: at.taken(), unfollowedAt: unfollowedAt.taken() },
    self: { rows: self.rows.taken(), accounts: self.accounts.taken() },
  };
}

/** Events of a reader with a story of somebody else, and how many there were with a story of their own. */
export type Others<Columns> = Columns & { readonly own: number };

export function readReads(source: Source, stories: Stories): Others<Reads> {
  const room = source.about("reads");
  const [seconds, coverage] = [new Floats(room), new Floats(room)];
  const { own, ...pairs } = readPairs(source, "reads", stories, (values) => {
    seconds.push(values[3]!);
    coverage.push(values[4]!);
  });
  return { ...pairs, own, seconds: seconds.taken(), coverage: coverage.taken() };
}

export function readClaps(source: Source, stories: Stories): Others<Claps> {
  const count = new Floats(source.about("claps"));
  const pairs = readPairs(source, "claps", stories, (values) => count.push(values[3]!));
  return { ...pairs, count: count.taken() };
}

export function readShown(source: Source, stories: Stories): Others<Shown> {
  return readPairs(source, "shown", stories, () => {});
}

function readPairs(
  source: Source,
  name: "reads" | "claps" | "shown",
  stories: Stories,
  take: (values: Float64Array) => void,
): Others<Shown> {
  const room = source.about(name);
  const [reader, story, at] = [new Ints(room), new Ints(room), new Floats(room)];
  const { author } = stories;
  let own = 0;
  source.each(name, (row) => {
    const { values } = row;
    const from = source.account(row, "reader", values[0]!);
    const to = source.story(row, values[1]!);
    if (author[to] === from) {
      own++;
      return;
    }
    reader.push(from);
    story.push(to);
    at.push(values[2]!);
    take(values);
  });
  return { reader: reader.taken(), story: story.taken(), at: at.taken(), own };
}

/** Those under one's own story too: an offer stands there as well as anywhere. */
export function readResponses(source: Source): { responses: Responses; texts: string[] | null } {
  const room = source.about("responses");
  const [reader, story] = [new Ints(room), new Ints(room)];
  const [at, genericness] = [new Floats(room), new Floats(room)];
  const texts: string[] | null = source.has("responses", "text") ? [] : null;
  source.each("responses", (row) => {
    reader.push(source.account(row, "reader", row.values[0]!));
    story.push(source.story(row, row.values[1]!));
    at.push(row.values[2]!);
    genericness.push(row.values[3]!);
    texts?.push(row.text());
  });
  const columns = { reader: reader.taken(), story: story.taken(), at: at.taken() };
  const scores = { genericness: genericness.taken(), solicits: new Float64Array(at.length) };
  return { responses: { ...columns, ...scores }, texts };
}
