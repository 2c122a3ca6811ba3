import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { type CaseSubject, caseEvidence } from "./case-evidence.ts";
import { saidScores } from "./cases/scores.test-support.ts";
import type { CaseEvidence, TieEvidence } from "./cases/snapshot.ts";
import { probabilityAgain } from "./cases/tie-evidence.ts";
import type { Events } from "./events.ts";
import { community } from "./notation.test-support.ts";
import { TRADED, tiesOf } from "./ties.ts";

/** Six who answer where trading is offered, follow one another and read nothing of it; ann and ben read wil. */
const RING = ["wil", "zoe", "pam", "dan", "eve", "fay"];
const STORIES = RING.flatMap((author) =>
  [2, 12, 15, 18, 21, 24, 27, 30, 33, 36].map((day) => `${author}${day} by ${author} 300s @${day}`),
);
const FOLLOWS = RING.flatMap((one, from) =>
  RING.filter((other) => other !== one).map(
    (other, to) => `${one} follows ${other} @${10 + (from + to) * 0.05}`,
  ),
);
const PRESENT = [14, 18, 22, 26, 30, 34, 38].flatMap((day) =>
  RING.map((name) => `${name} reads kettle 200s @${day}`),
);
const OFFERS = RING.map((name) => `${name} offers kettle @9.5`);
const READERS = [
  ...["ann follows wil @11", "ann reads wil12 280s @12.5", "ann reads wil15 300s @17"],
  ...["ben reads wil21 290s @22", "wil claps zoe12 20 @13", "zoe claps wil12 50 @13"],
];
const TEXT = [
  "kettle by cat 300s @1",
  ...STORIES,
  ...FOLLOWS,
  ...PRESENT,
  ...OFFERS,
  ...READERS,
].join("\n");

const told = community(TEXT, 40);
const places = RING.map((name) => told.account(name));
const group = (accounts = places): CaseSubject => ({
  ...{ kind: "group", accounts, surprise: 14.2, alsoLooksLike: null },
});

function evidenceAt(events: Events, subject = group()): CaseEvidence {
  const surprise = Object.fromEntries(subject.accounts.map((place) => [place, 12]));
  return caseEvidence(events, saidScores(events, { surprise }), subject);
}

/** The same, with every follow within the ring taken to be traded, whatever the weights are. */
function allTraded(subject: CaseSubject): CaseEvidence {
  const { follower } = told.events.follows;
  const traded = [...follower.keys()].filter((follow) => places.includes(follower[follow]!));
  const surprise = Object.fromEntries(subject.accounts.map((place) => [place, 12]));
  return caseEvidence(told.events, saidScores(told.events, { surprise, traded }), subject);
}

const ties = (evidence: CaseEvidence): TieEvidence[] =>
  evidence.pairs.flatMap(({ forth, back }) => [forth.tie, back.tie]).filter((tie) => tie !== null);

describe("the file of a case", () => {
  const evidence = evidenceAt(told.events);

  it("goes to JSON and back unchanged", () => {
    expect(JSON.parse(JSON.stringify(evidence))).toEqual(evidence);
  });

  it("is the same, letter for letter, whenever it is drawn, and however the events are ordered", () => {
    expect(JSON.stringify(evidenceAt(told.events))).toBe(JSON.stringify(evidence));
    const backwards = community(TEXT, 40).events;
    for (const list of [backwards.follows, backwards.reads, backwards.claps])
      for (const column of Object.values(list)) column.reverse();
    const again = evidenceAt(backwards);
    expect(again.pairs).toEqual(evidence.pairs);
    expect(again.members).toEqual(evidence.members);
  });

  it("adds up: the reasons of each tie give its probability again", () => {
    expect(ties(evidence)).toHaveLength(30);
    for (const tie of ties(evidence)) {
      expect(probabilityAgain(tie)).toBeCloseTo(tie.q, 3);
      expect(tie.reasons.map(({ kind }) => kind)).not.toContain("around");
    }
  });

  it("says what a group made of a tie beyond its own evidence", () => {
    const scores = saidScores(told.events);
    const q = scores.ties.q.map((own) => Math.min(own, 0.1));
    const evidence = caseEvidence(told.events, { ...scores, ties: { ...scores.ties, q } }, group());
    for (const tie of ties(evidence)) {
      expect(probabilityAgain(tie)).toBeCloseTo(0.1, 3);
      expect(tie.reasons.at(-1)?.says).toContain("speak against a trade");
    }
  });

  it("counts what happened between its accounts", () => {
    expect(evidence.summary).toMatchObject({
      ...{ accounts: 6, pairs: 15, mutual: 15, follows: 30, unread: 30, opened: 0 },
      ...{ claps: 70, unreadClaps: 70, offered: 30 },
    });
    expect(evidence.summary.opportunities).toBeGreaterThan(150);
    expect(evidence.summary.medianLag).toBeLessThan(0.5);
  });

  it("shows both ways of a pair side by side", () => {
    const [wil, zoe] = [told.account("wil") + 1, told.account("zoe") + 1];
    const pair = evidence.pairs.find(({ a, b }) => a === wil && b === zoe);
    expect([pair?.forth.claps, pair?.back.claps]).toEqual([20, 50]);
    expect(pair?.forth.tie?.followedAt).toBe(10);
    expect(pair?.back.tie?.followedAt).toBe(10.05);
    expect(pair?.forth.tie?.q).toBeGreaterThan(0.5);
  });

  it("has what speaks for the accounts", () => {
    expect(evidence.favour).toMatchObject({
      ...{ followersRead: { part: 1, of: 31 }, insideRead: { part: 0, of: 30 } },
      ...{ outsideReaders: 2, paying: { part: 6, of: 6 }, stories: 60, offers: 6 },
    });
    expect(evidence.favour.outsideCredit).toBeGreaterThan(20);
  });

  it("puts each account on the histogram of those it is compared with", () => {
    const [first] = evidence.channels;
    expect(first).toMatchObject({ channel: "follow-trading", surprise: 12, compared: 3 });
    expect(first?.bins.reduce((sum, { count }) => sum + count, 0)).toBe(3);
    expect(first?.marks).toHaveLength(6);
    // 1 and half a unit for each of the steps from one in ten to one in 8,103.
    expect(first?.lookedAtFrom).toBeCloseTo(1 + 0.5 * (9 + Math.log(0.1)), 3);
  });

  it("goes by the later of two follows, and does not take readers within for readers outside", () => {
    const more = "wil unfollows zoe @20; wil follows zoe @35; pam reads wil33 290s @37";
    const { events } = community([TEXT, ...more.split("; ")].join("\n"), 40);
    const evidence = evidenceAt(events);
    const pair = evidence.pairs.find(({ a, b }) => a === places[0]! + 1 && b === places[1]! + 1);
    expect(pair?.forth.tie).toMatchObject({ followedAt: 35, endedAt: null });
    expect(evidence.favour.outsideReaders).toBe(2);
    expect(evidence.favour.insideRead.part).toBe(1);
  });

  it("lets nothing fade before the follower has not traded for thirty days", () => {
    const latest = ties(evidence).filter(({ reasons }) => reasons.length > 0);
    const [zoe] = evidence.pairs.filter(({ a }) => a === places[1]! + 1);
    // Zoe's last follow in the ring was at day 10.25, her first at 10.05.
    expect(zoe?.forth.tie?.fadesFrom).toBe(40.25);
    expect(Math.max(...latest.map(({ fadesFrom }) => fadesFrom))).toBe(40.45);
  });

  it("shows beside one account those with whom it traded, and nobody else", () => {
    const evidence = allTraded({
      ...{ kind: "account", accounts: [told.account("wil")], surprise: 9.5, alsoLooksLike: null },
    });
    expect(evidence.accounts).toEqual([told.account("wil") + 1]);
    expect(evidence.members.map(({ inCase }) => inCase)).toEqual([
      ...[true, false, false, false, false, false],
    ]);
    expect(evidence.pairs).toHaveLength(5);
  });
});

describe("the file of a group", () => {
  it("shows beside it the one for whom it stands out", () => {
    const [wil = 0, ...others] = places;
    const evidence = allTraded(group(others.slice(0, 3)));
    const beside = evidence.members.filter(({ inCase }) => !inCase).map(({ id }) => id);
    expect(beside).toContain(wil + 1);
    expect(beside).not.toContain(told.account("cat") + 1);
    expect(evidence.accounts).toHaveLength(3);
  });
});

describe("what would change the verdict", () => {
  it("is true: once a story is read to its end, the tie is traded no more", () => {
    const { change } = evidenceAt(told.events);
    const reading = FOLLOWS.map((follow) => follow.split(" ")).map(
      ([one, , other]) => `${one} reads ${other}33 300s @34`,
    );
    const after = community([TEXT, ...reading].join("\n"), 40);
    const classes = tiesOf(after.events).class;
    const places = FOLLOWS.map((follow) => follow.split(" ")).map(([one = "", , other = ""]) =>
      after.follow(one, other),
    );
    const stillTraded = places.filter((place) => classes[place] === TRADED).length;
    expect(change.traded).toBeGreaterThan(10);
    expect(change.traded - change.afterReading).toBe(stillTraded);
    expect(change.afterReading).toBeGreaterThan(0);
  });

  it("is true: by the day that is named, half of the traded ties have faded, and not before", () => {
    fc.assert(
      fc.property(fc.integer({ min: 40, max: 200 }), (until) => {
        const { change } = evidenceAt({ ...told.events, until });
        if (change.fadesAt === null) return;
        const tradedOn = (day: number) =>
          ties(evidenceAt({ ...told.events, until: day })).filter((tie) => tie.class === TRADED);
        expect(tradedOn(change.fadesAt + 1).length).toBeLessThanOrEqual(change.traded / 2);
        const before = Math.max(until, change.fadesAt - 2);
        expect(tradedOn(before).length).toBeGreaterThan((change.traded - 1) / 2 - 1);
      }),
      { numRuns: 20 },
    );
  });
});
