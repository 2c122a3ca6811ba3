/**
 * Engagement: what each account gave the stories of each other one, in columns by ordered pair: attention,
 * and claps and responses with and without it.
 */
import { attentionCredits, paces } from "./attention-credit.ts";
import type { Events } from "./events.ts";
import { mechanicalWeights } from "./read-lengths.ts";
import type { Relations } from "./relations.ts";

export interface Engagement extends Blindness {
  /** Of each read its attention credit. */
  readonly credits: Float64Array;
  /** Of each pair: credits of all reads. */
  readonly credit: Float64Array;
  /** Claps and responses to stories that were read, and to stories that were hardly opened. */
  readonly answered: Float64Array;
  readonly hollow: Float64Array;
  /** How much likelier its reads are from somebody who works for the count; see `read-lengths.ts`. */
  readonly mechanical: Float64Array;
  /** How often the first offered to trade where the second writes. */
  readonly offers: Float64Array;
}

/** Whose reading is not recorded, because they let no scripts run, or because they never read. */
export interface Blindness {
  /** Of each account: 1 when nothing it ever read was recorded. */
  readonly blind: Uint8Array;
  /** Of them, not having read says this part of what it says of others: the more there are, the less. */
  readonly blindPart: number;
}

/** Credit from which a story has been read, for who claps or responds. */
const READ_FROM = 0.25;
/** The most claps that one person gives a story; who gives so many unread gives all there is. */
const CLAPS_MANY = 15;
/** A response that could stand anywhere says more than one about the story. */
const GENERIC_FROM = 0.5;
const OFFERS_FROM = 0.5;
/** No single read weighs more than this; those that were stayed with speak against it. */
const READ_MOST = 1.2;
const READ_LEAST = -1.2;

export function engagementOf(events: Events, relations: Relations): Engagement {
  const { size, from, to } = relations;
  const pace = paces(events);
  const credits = attentionCredits(events, pace);
  const weights = mechanicalWeights(events, pace);
  const column = () => new Float64Array(size);
  const found = {
    ...{ credit: column(), answered: column(), hollow: column(), offers: column() },
    ...{ mechanical: column(), weights },
  };
  const ofStory = new Float64Array(events.stories.ids.length);
  for (let pair = 0; pair < size; pair += 1) {
    if (from[pair] === to[pair]) continue;
    if (relations.shown[pair]! === relations.reads[pair]!) continue;
    addPair(events, relations, { ...found, credits, ofStory }, pair);
  }
  return { credits, ...found, ...blindOf(events) };
}

type Found = Omit<Engagement, keyof Blindness> & { ofStory: Float64Array; weights: Float64Array };

function addPair({ reads, claps, responses }: Events, at: Relations, into: Found, pair: number) {
  const { order } = at;
  const { ofStory, credits } = into;
  for (let place = at.reads[pair]!; place < at.claps[pair]!; place += 1) {
    const read = order[place]!;
    into.credit[pair]! += credits[read]!;
    into.mechanical[pair]! += Math.min(READ_MOST, Math.max(READ_LEAST, into.weights[read]!));
    ofStory[reads.story[read]!]! += credits[read]!;
  }
  for (let place = at.claps[pair]!; place < at.responses[pair]!; place += 1) {
    const clap = order[place]!;
    if (ofStory[claps.story[clap]!]! >= READ_FROM) into.answered[pair]! += 1;
    else into.hollow[pair]! += claps.count[clap]! >= CLAPS_MANY ? 1.5 : 1;
  }
  for (let place = at.responses[pair]!; place < at.shown[pair]!; place += 1) {
    const response = order[place]!;
    if (responses.solicits[response]! >= OFFERS_FROM) into.offers[pair]! += 1;
    if (ofStory[responses.story[response]!]! >= READ_FROM) into.answered[pair]! += 1;
    else into.hollow[pair]! += responses.genericness[response]! >= GENERIC_FROM ? 1.5 : 1;
  }
  into.mechanical[pair] = Math.max(0, into.mechanical[pair]!);
  for (let place = at.reads[pair]!; place < at.claps[pair]!; place += 1)
    ofStory[reads.story[order[place]!]!] = 0;
}

/** Who did so much was here, and would have been seen to read. */
const ACTS_MIN = 5;

function blindOf({ accounts, follows, reads, claps, responses }: Events): Blindness {
  const blind = new Uint8Array(accounts.ids.length).fill(1);
  for (const reader of reads.reader) blind[reader] = 0;
  const acts = new Int32Array(accounts.ids.length);
  for (const list of [follows.follower, claps.reader, responses.reader, reads.reader])
    for (const account of list) acts[account]! += 1;
  let here = 0;
  let unseen = 0;
  for (const [account, count] of acts.entries()) {
    if (count < ACTS_MIN) continue;
    here += 1;
    unseen += blind[account]!;
  }
  return { blind, blindPart: Math.max(0, 1 - (2 * unseen) / Math.max(1, here)) };
}
