/** An attacker who tries again and again and keeps what pays (`adapt.ts`): what is left to gain against each detector. */
import type { Events } from "../../src/core/integrity/events.ts";
import { scoreEvents } from "../../src/core/integrity/score.ts";
import { adapt, type Verdict } from "../../test/simulation/community/adapt.ts";
import type { AttackKind } from "../../test/simulation/community/truth.ts";
import { type Row, tell } from "../measured.ts";
import { fraudar } from "./peers.ts";

const TRIES = 12;
const PEOPLE = 1500;
const KINDS: readonly AttackKind[] = ["follow-ring", "clap-pod", "read-farm", "chain"];

/** What passes unseen when nobody looks: the attack as it begins, without any cover. */
const nobody = ({ accounts }: Events): Verdict => ({
  flagged: new Uint8Array(accounts.ids.length),
  discount: () => 0,
});

export function engine(events: Events, texts: readonly string[]): Verdict {
  const { flagged, pairs } = scoreEvents(events, { texts });
  const size = events.accounts.ids.length;
  const discounts = new Map(
    Array.from(pairs.from, (from, row) => [from * size + pairs.to[row]!, pairs.discount[row]!]),
  );
  return { flagged, discount: (from, to) => discounts.get(from * size + to) ?? 0 };
}

/** Of each kind: the most that it came to pay within the tries, as a part of what it pays where nobody looks. */
export function adaptingRows(seed: number): Row[] {
  const community = { seed, people: PEOPLE, days: 160 };
  return KINDS.flatMap((kind) => {
    const free = adapt({ kind, detector: nobody, tries: 1, community }).profit;
    const part = (detector: typeof engine) =>
      Math.max(0, adapt({ kind, detector, tries: TRIES, community }).profit) / free;
    const own = part(engine);
    const peer = part((events) => ({ ...fraudar(events), discount: () => 0 }));
    tell(`${kind}, adapting: ${own.toFixed(3)}, against FRAUDAR ${peer.toFixed(3)}`);
    return [
      { what: `${kind}, adapting: what is left of its gain`, value: own, unit: "" },
      { what: "  the same against FRAUDAR", value: peer, unit: "" },
    ];
  });
}
