/**
 * The evidence of a case, for and against, drawn from the events and what the engine made of them
 * (docs/policy/integrity.md §9). The same events and scores give the same file, letter for letter.
 */

import { changeOf } from "./cases/change.ts";
import { channelEvidence } from "./cases/channel-evidence.ts";
import { favourOf } from "./cases/favour.ts";
import { type Ground, groundOf, rounded } from "./cases/ground.ts";
import { memberEvidence } from "./cases/member-evidence.ts";
import { counterparts, pairEvidence, pairsAmong, summaryOf } from "./cases/pair-evidence.ts";
import type { CaseEvidence, CaseKind } from "./cases/snapshot.ts";
import { CHANNELS } from "./channels.ts";
import type { Events } from "./events.ts";
import type { Scores } from "./score.ts";

/** As many accounts are shown in full; all are named. */
export const MEMBERS_SHOWN = 30;
const PAIRS_SHOWN = 80;

/** What a case is about. */
export interface CaseSubject {
  readonly kind: CaseKind;
  /** Places among the accounts. */
  readonly accounts: readonly number[];
  readonly surprise: number;
  readonly alsoLooksLike: string | null;
}

/** For one case; for several of one run, index the events once with `groundOf` and use `evidenceOn`. */
export function caseEvidence(events: Events, scores: Scores, subject: CaseSubject): CaseEvidence {
  return evidenceOn(groundOf(events, scores), subject);
}

/** Those for whom a group stands out are shown beside it: about half of it must be tied to them. */
const HUBS_MAX = 3;

function besideOf(ground: Ground, kind: CaseKind, members: readonly number[]): number[] {
  if (kind !== "group") return counterparts(ground, members, MEMBERS_SHOWN - members.length);
  return counterparts(ground, members, HUBS_MAX, members.length / 2);
}

export function evidenceOn(ground: Ground, subject: CaseSubject): CaseEvidence {
  const { events, scores } = ground;
  const ids = events.accounts.ids;
  const members = [...subject.accounts].sort(
    (one, two) => scores.surprise[two]! - scores.surprise[one]! || ids[one]! - ids[two]!,
  );
  const lead = members[0]!;
  const beside = besideOf(ground, subject.kind, members);
  const inPicture = members.slice(0, MEMBERS_SHOWN);
  const around = new Set([...members, ...beside]);
  const all = pairsAmong(ground, members, around);
  const pairs = all.slice(0, PAIRS_SHOWN).map((pair) => pairEvidence(ground, pair));
  const summary = summaryOf(ground, around.size, all);
  const places = [
    ...inPicture.map((account) => ({ account, inCase: true })),
    ...beside.map((account) => ({ account, inCase: false })),
  ];
  return {
    version: 1,
    kind: subject.kind,
    until: rounded(events.until),
    surprise: rounded(subject.surprise),
    channel: CHANNELS[scores.channel[lead]!] ?? CHANNELS[0],
    accounts: members.map((account) => ids[account]!),
    members: places.map((place) => memberEvidence(ground, place, around, summary.firstAt)),
    pairs,
    pairsLeftOut: all.length - pairs.length,
    channels: channelEvidence(ground, lead, inPicture),
    summary,
    favour: favourOf(ground, members, around, subject.alsoLooksLike),
    change: changeOf(ground, lead, pairs),
  };
}
