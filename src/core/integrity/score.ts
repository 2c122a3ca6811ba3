/**
 * The integrity engine: what the events of a community say about its ties, accounts, groups and pairs
 * (docs/policy/integrity.md). It names what is out of the ordinary; what follows is for people to decide.
 */
import { type Bindings, bindingsOf, valuesOf } from "./bindings.ts";
import { CHANNELS, type Channel } from "./channels.ts";
import { discountsOf, type Pairs } from "./discounts.ts";
import { engagementOf } from "./engagement.ts";
import type { Events } from "./events.ts";
import { type Fused, fuse } from "./fusion.ts";
import { type Group, groupsOf } from "./groups.ts";
import { relationsOf } from "./relations.ts";
import type { Spread } from "./spreading.ts";
import { strataOf } from "./strata.ts";
import { scoreTexts } from "./text/score-texts.ts";
import { judgedAgain, type Ties, tiesOf, unproven } from "./ties.ts";

export { CHANNELS, type Channel } from "./channels.ts";
export type { Pairs } from "./discounts.ts";
export type { Group } from "./groups.ts";

/** Surprise from which a person looks at an account: one honest account in 8,100 comes this far. */
export const QUEUE_FROM = 9;
/** Surprise from which money at stake waits for a person. */
export const ESCROW_FROM = 12;

/** What "one in N honest accounts" was reckoned from: of one channel and one stratum of accounts. */
export interface Reference {
  readonly channel: Channel;
  /** The place of the stratum, as in `Scores.stratum`. */
  readonly stratum: number;
  /** The strata whose accounts it was compared with: its own, and others where that is small. */
  readonly together: readonly number[];
  /** How many accounts are in it, and how many of them were left out as too unlike the others. */
  readonly size: number;
  readonly trimmed: number;
  /** From here on the tail is exponential with this mean excess. */
  readonly tailFrom: number;
  readonly tailMean: number;
  /** The part of the reference that lies at `tailFrom` or above. */
  readonly tailPart: number;
}

export interface Scores {
  /** Of each account place: -ln of the part of honest accounts that come as far, all channels together. */
  readonly surprise: Float64Array;
  /** The place in `CHANNELS` of the one that gave most. */
  readonly channel: Uint8Array;
  /** 1 where a person should look. */
  readonly flagged: Uint8Array;
  /** Surprise and raw value of each channel, in the order of `CHANNELS`. */
  readonly perChannel: readonly Float64Array[];
  readonly values: readonly Float64Array[];
  /** With whom each account was compared. */
  readonly stratum: Uint8Array;
  readonly reference: readonly Reference[];
  /** Row for row with the follows. */
  readonly ties: Ties;
  readonly groups: readonly Group[];
  readonly pairs: Pairs;
  /** False when no attention was recorded: then nobody is flagged. */
  readonly enoughEvidence: boolean;
}

export interface ScoreOptions {
  /** The text of each response; without them, `events.responses` has its scores already. */
  readonly texts?: readonly string[];
  /** Places of accounts that a person has confirmed to be trading. */
  readonly confirmed?: Int32Array;
  /** Channels that are not looked at. */
  readonly without?: ReadonlySet<Channel>;
  /** Told when a stage begins, for those who time it. */
  readonly onStage?: (name: string) => void;
}

/** What only calls for a look, and convicts nobody by itself. */
const UNCOUNTED: readonly Channel[] = ["burst"];

export function scoreEvents(given: Events, options: ScoreOptions = {}): Scores {
  const { onStage = () => {}, without = new Set<Channel>() } = options;
  const measures = measureEvents(given, options);
  if (!measures.found) return withoutEvidence(given, measures.ties);
  const { found, values, stratum, ties } = measures;
  onStage("surprise");
  const standsOut = standingOut(found.spread, values);
  const fused = fuse(values, stratum, standsOut, new Set([...UNCOUNTED, ...without]));
  onStage("groups");
  const groups = groupsOf(given, found, fused.surprise);
  return {
    ...{ surprise: fused.surprise, channel: fused.channel, perChannel: fused.perChannel, values },
    flagged: Uint8Array.from(fused.surprise, (one) => (one >= QUEUE_FROM ? 1 : 0)),
    ...{ stratum, reference: referenceOf(fused), groups, enoughEvidence: true, ties },
    pairs: discountsOf(found, fused.surprise),
  };
}

/** What is found of ties and accounts before anybody is held against the others. */
export type Measures =
  | (Pick<Scores, "values" | "stratum" | "ties"> & { readonly found: Bindings })
  | { readonly found: null; readonly ties: Ties };

/** `found` is null where no attention was recorded. */
export function measureEvents(given: Events, options: ScoreOptions = {}): Measures {
  const { onStage = () => {} } = options;
  onStage("texts");
  const events = withTexts(given, options.texts);
  onStage("relations");
  const relations = relationsOf(events);
  const engagement = engagementOf(events, relations);
  onStage("ties");
  const alone = tiesOf(events, relations, engagement);
  const enoughEvidence = events.reads.at.length > 0 && engagement.blindPart > 0;
  if (!enoughEvidence) return { found: null, ties: unproven(alone) };
  onStage("closure");
  const found = bindingsOf(events, { relations, engagement, ties: alone }, options);
  onStage("spreading");
  return {
    found,
    values: valuesOf(events, found, options.confirmed ?? new Int32Array()),
    stratum: strataOf(events, relations, found.bound),
    ties: judgedAgain(events, alone, partnersOf(events, found.spread)),
  };
}

/** Where attention is not recorded, or of hardly anybody, nothing can be said of anyone, nor of any tie. */
function withoutEvidence({ accounts }: Events, ties: Ties): Scores {
  const zeros = () => new Float64Array(accounts.ids.length);
  const none = () => new Uint8Array(accounts.ids.length);
  return {
    ...{ surprise: zeros(), channel: none(), flagged: none(), stratum: none() },
    ...{ perChannel: CHANNELS.map(zeros), values: CHANNELS.map(zeros) },
    ...{ reference: [], groups: [], enoughEvidence: false },
    ties,
    pairs: { from: new Int32Array(), to: new Int32Array(), discount: new Float64Array() },
  };
}

function withTexts(events: Events, texts: readonly string[] | undefined): Events {
  if (!texts) return events;
  return { ...events, responses: { ...events.responses, ...scoreTexts(texts) } };
}

/** Who more likely trades than not is no reference. */
const TRADER_FROM = 0.5;
/** A likelihood ratio of e^9 honest accounts pass at most once in 8,100 (Markov's inequality). */
const RATIO_FROM = 9;

/** Of each account: 1 when it stands out before it is held against the others. */
function standingOut({ trader }: Spread, values: readonly Float64Array[]): Uint8Array {
  const counted = values.filter((_, place) => !UNCOUNTED.includes(CHANNELS[place]!));
  return Uint8Array.from(trader, (one, account) =>
    one >= TRADER_FROM || counted.some((column) => column[account]! >= RATIO_FROM) ? 1 : 0,
  );
}

/** Of each follow: how likely the follower trades, and more so with the one it follows. */
function partnersOf({ follows }: Events, { trader, partner }: Spread): Float64Array {
  return Float64Array.from(follows.follower, (follower, follow) => {
    const other = partner[follows.followee[follow]!]!;
    return 0.01 + trader[follower]! * (0.34 + 0.6 * other);
  });
}

function referenceOf({ scales }: Fused): Reference[] {
  return scales.flatMap((strata, channel) =>
    strata.map(({ stratum, together, size, trimmed, tailFrom, tailMean, tailPart }) => ({
      ...{ channel: CHANNELS[channel]!, stratum, together, size, trimmed },
      ...{ tailFrom, tailMean, tailPart },
    })),
  );
}
