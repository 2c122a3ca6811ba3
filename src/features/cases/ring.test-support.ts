/** A ring on a test's site: what a run would hand over about people who follow one another and read nothing. */
import type { Person, TestSite } from "../../../test/support/site.ts";
import type { RunId } from "../../core/ids.ts";
import { type CaseSubject, caseEvidence } from "../../core/integrity/case-evidence.ts";
import { saidScores } from "../../core/integrity/cases/scores.test-support.ts";
import type { CaseEvidence } from "../../core/integrity/cases/snapshot.ts";
import { community } from "../../core/integrity/notation.test-support.ts";
import { DAY_MS } from "../../core/time.ts";
import { fileCases } from "./file-cases.ts";

/** The first days of the ring, in days since 1970, before the site's clock. */
const LOOKED_AT = 40;

export interface RingWish {
  kind?: CaseSubject["kind"];
  surprise?: number;
  /** Of these the case is about; all, unless told. */
  about?: readonly Person[];
}

/** The evidence about people of the site who trade; `cat` reads and is read. */
export function ringEvidence(
  site: TestSite,
  ring: readonly Person[],
  { kind = "group", surprise = 14.2, about = ring }: RingWish = {},
): CaseEvidence {
  const now = site.clock().getTime() / DAY_MS;
  const names = ring.map(({ handle }) => handle);
  const told = community(storyOf(names), LOOKED_AT);
  const ids = told.events.accounts.ids.map((_, place) => 900_000 + place);
  for (const person of ring) ids[told.account(person.handle)] = person.id;
  const shift = (column: Float64Array) => column.map((day) => day + now - LOOKED_AT);
  const { follows, reads, claps, responses, stories, accounts } = told.events;
  const events = {
    ...told.events,
    accounts: { ...accounts, ids, joined: shift(accounts.joined.map((_, place) => -place * 20)) },
    stories: { ...stories, published: shift(stories.published) },
    follows: { ...follows, at: shift(follows.at), unfollowedAt: shift(follows.unfollowedAt) },
    reads: { ...reads, at: shift(reads.at) },
    claps: { ...claps, at: shift(claps.at) },
    responses: { ...responses, at: shift(responses.at) },
    until: now,
  };
  const places = about.map(({ handle }) => told.account(handle));
  const surprises = Object.fromEntries(places.map((place, at) => [place, surprise - at / 10]));
  const subject = { kind, accounts: places, surprise, alsoLooksLike: null };
  return caseEvidence(events, saidScores(events, { surprise: surprises }), subject);
}

function storyOf(names: readonly string[]): string {
  const stories = names.flatMap((author) =>
    [2, 12, 15, 18, 21, 24, 27, 30, 33, 36].map(
      (day) => `${author}${day} by ${author} 300s @${day}`,
    ),
  );
  const follows = names.flatMap((one, from) =>
    names
      .filter((other) => other !== one)
      .map((other, to) => `${one} follows ${other} @${10 + (from + to) * 0.05}`),
  );
  const offers = names.map((name) => `${name} offers kettle @9.5`);
  const present = [14, 18, 22, 26, 30, 34, 38].flatMap((day) =>
    names.map((name) => `${name} reads kettle 200s @${day}`),
  );
  const [first = "", second = ""] = names;
  const life = [
    ...[`ann follows ${first} @11`, `ann reads ${first}12 280s @12.5`],
    ...[`${first} claps ${second}12 20 @13`, `${second} claps ${first}12 50 @13`],
    ...[`${first} reads ${second}12 31s @13`],
  ];
  return ["kettle by mia 300s @1", ...stories, ...follows, ...offers, ...present, ...life].join(
    "\n",
  );
}

/** What a run found is filed; `others` are accounts that it found and drew no file of. */
export function files(
  site: TestSite,
  run: number,
  drafts: readonly CaseEvidence[],
  others: readonly (readonly number[])[] = [],
) {
  return fileCases(site, { runId: run as RunId, drafts, others });
}
