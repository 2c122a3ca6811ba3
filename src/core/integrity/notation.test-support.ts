/**
 * A community in words: "ann follows wil @3", "wil unfollows ann @9", "ann reads kettle 120s @4",
 * "ann claps kettle 10 @4", "ann answers kettle @4", "ann offers kettle @4", "kettle by wil 300s @1",
 * "ann sees kettle @4". Instants are days.
 */
import type { Events } from "./events.ts";

type Row = Record<string, number>;

class Columns {
  readonly rows: Row[] = [];

  float(name: string): Float64Array {
    return Float64Array.from(this.rows, (row) => row[name]!);
  }

  int(name: string): Int32Array {
    return Int32Array.from(this.rows, (row) => row[name]!);
  }
}

class Names {
  readonly names: string[] = [];

  place(name: string): number {
    const known = this.names.indexOf(name);
    return known >= 0 ? known : this.names.push(name) - 1;
  }
}

const STORY = /^(\w+) by (\w+) (\d+)s @([\d.]+)$/;
const ACT =
  /^(\w+) (follows|unfollows|reads|claps|answers|offers|sees) (\w+)(?: (\d+)s?)? @([\d.]+)$/;

export interface Community {
  events: Events;
  account: (name: string) => number;
  /** The place of the follow. */
  follow: (follower: string, followee: string) => number;
}

/** What was said, as rows of each list. */
class Told {
  readonly people = new Names();
  readonly titles = new Names();
  readonly stories = new Columns();
  readonly follows = new Columns();
  readonly reads = new Columns();
  readonly claps = new Columns();
  readonly responses = new Columns();
  readonly shown = new Columns();

  story([, title = "", author = "", seconds, at]: string[]): void {
    this.titles.place(title);
    const row = { author: this.people.place(author), seconds: Number(seconds), at: Number(at) };
    this.stories.rows.push(row);
  }

  act([, name = "", verb = "", other = "", amount, when]: string[]): void {
    const at = Number(when);
    const who = this.people.place(name);
    const on = { who, story: this.titles.names.indexOf(other), at };
    if (verb === "follows") this.#follow(who, this.people.place(other), at);
    else if (verb === "unfollows") this.#unfollow(who, this.people.place(other), at);
    else if (verb === "reads") this.reads.rows.push({ ...on, seconds: Number(amount) });
    else if (verb === "claps") this.claps.rows.push({ ...on, count: Number(amount) });
    else if (verb === "sees") this.shown.rows.push(on);
    else this.responses.rows.push({ ...on, solicits: verb === "offers" ? 1 : 0 });
  }

  #follow(from: number, to: number, at: number): void {
    this.follows.rows.push({ from, to, at, end: Number.POSITIVE_INFINITY });
  }

  #unfollow(from: number, to: number, at: number): void {
    const last = this.follows.rows.findLast((row) => row.from === from && row.to === to);
    if (last) last.end = at;
  }

  events(until: number): Events {
    const { people, titles, stories, follows, reads, claps, responses, shown } = this;
    const authors = new Set(stories.int("author"));
    const acts = (list: Columns) => ({
      ...{ reader: list.int("who"), story: list.int("story") },
      at: list.float("at"),
    });
    return {
      accounts: {
        ids: Int32Array.from(people.names.keys(), (place) => place + 1),
        joined: new Float64Array(people.names.length),
        member: new Uint8Array(people.names.length).fill(1),
        author: Uint8Array.from(people.names.keys(), (place) => (authors.has(place) ? 1 : 0)),
      },
      stories: {
        ids: Int32Array.from(titles.names.keys(), (place) => place + 1),
        author: stories.int("author"),
        published: stories.float("at"),
        expectedSeconds: stories.float("seconds"),
      },
      follows: {
        ...{ follower: follows.int("from"), followee: follows.int("to") },
        ...{ at: follows.float("at"), unfollowedAt: follows.float("end") },
      },
      reads: {
        ...acts(reads),
        seconds: reads.float("seconds"),
        coverage: new Float64Array(reads.rows.length).fill(1),
      },
      claps: { ...acts(claps), count: claps.float("count") },
      responses: {
        ...acts(responses),
        genericness: new Float64Array(responses.rows.length),
        solicits: responses.float("solicits"),
      },
      shown: shown.rows.length > 0 ? acts(shown) : null,
      until,
    };
  }
}

/** `until` is the instant at which it is looked at. */
export function community(text: string, until = 100): Community {
  const told = new Told();
  const lines = text
    .trim()
    .split(/\s*[;\n]\s*/)
    .filter(Boolean);
  const stories = lines.map((line) => STORY.exec(line));
  for (const story of stories) if (story) told.story(story);
  for (const [place, line] of lines.entries()) {
    if (stories[place]) continue;
    const act = ACT.exec(line);
    if (!act) throw new Error(`not understood: ${line}`);
    told.act(act);
  }
  const names = told.people.names;
  return {
    events: told.events(until),
    account: (name) => names.indexOf(name),
    follow: (follower, followee) =>
      told.follows.rows.findIndex(
        ({ from, to }) => names[from!] === follower && names[to!] === followee,
      ),
  };
}
