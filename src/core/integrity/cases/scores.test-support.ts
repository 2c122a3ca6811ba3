/** Scores for tests of what is built on them: real ties, and the surprise that the test says. */
import { CHANNELS } from "../channels.ts";
import type { Events } from "../events.ts";
import type { Group, Scores } from "../score.ts";
import { TRADED, tiesOf } from "../ties.ts";

export interface Said {
  /** Surprise by place; the others have none. From 9 on an account is flagged. */
  surprise?: Record<number, number>;
  groups?: readonly Partial<Group>[];
  /** "from to discount". */
  pairs?: readonly (readonly [number, number, number])[];
  enoughEvidence?: boolean;
  /** Places of follows that are traded, whatever the weights make of them. */
  traded?: readonly number[];
}

export function saidScores(events: Events, said: Said = {}): Scores {
  const count = events.accounts.ids.length;
  const surprise = new Float64Array(count);
  for (const [account, amount] of Object.entries(said.surprise ?? {}))
    surprise[Number(account)] = amount;
  const ties = tiesOf(events);
  for (const follow of said.traded ?? []) {
    ties.q[follow] = 0.97;
    ties.class[follow] = TRADED;
  }
  const traded = new Float64Array(count);
  for (const [follow, follower] of events.follows.follower.entries())
    traded[follower]! += ties.q[follow]!;
  const none = () => new Float64Array(count);
  const pairs = said.pairs ?? [];
  return {
    surprise,
    channel: new Uint8Array(count),
    flagged: Uint8Array.from(surprise, (amount) => (amount >= 9 ? 1 : 0)),
    perChannel: CHANNELS.map((_, channel) => (channel === 0 ? surprise : none())),
    values: CHANNELS.map((_, channel) => (channel === 0 ? traded : none())),
    stratum: new Uint8Array(count),
    reference: [
      {
        ...{ channel: CHANNELS[0], stratum: 0, together: [0], size: count, trimmed: 0 },
        ...{ tailFrom: 1, tailMean: 0.5, tailPart: 0.1 },
      },
    ],
    ties,
    groups: (said.groups ?? []).map((group) => ({
      ...{ accounts: new Int32Array(), surprise: 9, released: false, alsoLooksLike: null },
      ...group,
    })),
    pairs: {
      from: Int32Array.from(pairs, ([from]) => from),
      to: Int32Array.from(pairs, ([, to]) => to),
      discount: Float64Array.from(pairs, ([, , discount]) => discount),
    },
    enoughEvidence: said.enoughEvidence ?? true,
  };
}
