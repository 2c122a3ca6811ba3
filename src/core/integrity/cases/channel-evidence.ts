/** "One in N honest accounts": the accounts of a stratum by their value in a channel, and where the case stands. */
import { CHANNELS } from "../channels.ts";
import { QUEUE_FROM, type Reference } from "../score.ts";
import { type Ground, rounded } from "./ground.ts";
import type { Bin, ChannelEvidence } from "./snapshot.ts";

const BINS = 32;

/** All channels, the most surprising first. `lead` is the account that stands out most. */
export function channelEvidence(
  ground: Ground,
  lead: number,
  members: readonly number[],
): ChannelEvidence[] {
  return CHANNELS.map((_, channel) => oneChannel(ground, channel, lead, members)).sort(
    (one, two) => two.surprise - one.surprise,
  );
}

function oneChannel(
  { events, scores }: Ground,
  channel: number,
  lead: number,
  members: readonly number[],
): ChannelEvidence {
  const values = scores.values[channel]!;
  const stratum = scores.stratum[lead]!;
  const reference = scores.reference.find(
    (one) => one.channel === CHANNELS[channel] && one.stratum === stratum,
  );
  const together = reference?.together ?? [stratum];
  const compared = values.filter(
    (_, account) => together.includes(scores.stratum[account]!) && scores.flagged[account] === 0,
  );
  const marks = members.map((account) => ({
    id: events.accounts.ids[account]!,
    value: rounded(values[account]!),
  }));
  return {
    channel: CHANNELS[channel]!,
    surprise: rounded(scores.perChannel[channel]![lead]!),
    value: rounded(values[lead]!),
    compared: compared.length,
    isAlike: together.length === 1,
    bins: binsOf(compared, Math.max(...marks.map(({ value }) => value), 0)),
    marks,
    lookedAtFrom: reference ? lookedAtFrom(reference) : null,
  };
}

/** Even steps from the least to the greatest value, that of the marks too, so that these have their place. */
function binsOf(values: Float64Array, most: number): Bin[] {
  let [low, high] = [0, most];
  for (const value of values) {
    if (value < low) low = value;
    if (value > high) high = value;
  }
  if (values.length === 0 || high <= low) return [];
  const width = (high - low) / BINS;
  const counts = new Array<number>(BINS).fill(0);
  for (const value of values) counts[Math.min(BINS - 1, Math.floor((value - low) / width))]! += 1;
  return counts.map((count, bin) => ({
    from: rounded(low + bin * width),
    to: rounded(low + (bin + 1) * width),
    count,
  }));
}

/** Where the tail of the reference comes to the surprise from which a person looks. */
function lookedAtFrom({ tailFrom, tailMean, tailPart }: Reference): number | null {
  if (tailPart <= 0 || tailMean <= 0) return null;
  return rounded(tailFrom + tailMean * Math.max(0, QUEUE_FROM + Math.log(tailPart)));
}
