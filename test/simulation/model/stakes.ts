/**
 * Who has a part of a charge, and whether what was taken of each is right: each gives in proportion to what
 * they have, rounded to one micro up or down, and all together give what is taken.
 */
import type { ShareFact } from "../facts.ts";
import type { Paid, Part } from "./dues.ts";

/** How far a month is: nothing may be taken while it closes. */
export type MonthState = (month: string) => "open" | "closing" | "closed";

/** The parts of what was earned in closed months that authors, or the commons, have been given. */
export function stakesOf(paid: Paid, shares: ShareFact[], stateOf: MonthState): Part[] {
  const none = { month: null, author: null };
  const fee = paid.cash - paid.net - paid.takenOf("fee");
  const own: Part[] = [];
  for (const [month, { earned, pool }] of paid.dues) {
    const micros = earned - pool - paid.takenOf("platform", month);
    own.push({ holder: "platform", month, author: null, micros });
  }
  own.sort((a, b) => (a.month! < b.month! ? -1 : 1));
  own.push({ ...none, holder: "deferred", micros: paid.left });
  const given: Part[] = [];
  for (const [month, { pool }] of paid.dues) {
    if (stateOf(month) === "open") own.push({ holder: "pool", month, author: null, micros: pool });
    else given.push(...givenOf(paid, { month, pool }, { shares, stateOf }));
  }
  return [
    { ...none, holder: "fee", micros: fee > 0n ? fee : 0n },
    ...lessened(own, -fee),
    ...given,
  ];
}

/** What was paid back beyond the fee, to fill a cent, is the platform's first. */
function lessened(parts: Part[], by: bigint): Part[] {
  let left = by > 0n ? by : 0n;
  return parts.map((part) => {
    const less = left < part.micros ? left : part.micros;
    left -= less;
    return { ...part, micros: part.micros - less };
  });
}

function givenOf(
  paid: Paid,
  { month, pool }: { month: string; pool: bigint },
  { shares, stateOf }: { shares: ShareFact[]; stateOf: MonthState },
): Part[] {
  const own = shares.filter(
    (share) =>
      share.charge === paid.fact.id &&
      share.month === month &&
      stateOf(share.poolMonth) === "closed",
  );
  if (own.length === 0) {
    const micros = pool - paid.takenOf("carried", month);
    return [{ holder: "carried", month, author: null, micros }];
  }
  return own.map(({ holder, author, micros }) => ({
    ...{ holder, month, author },
    micros: BigInt(micros) - paid.takenOf(holder, month, author),
  }));
}

/** What is wrong about these parts of `micros`. */
export function wrongParts(micros: bigint, stakes: Part[], parts: Part[]): string[] {
  const found: string[] = [];
  const sum = (all: Part[]) => all.reduce((total, part) => total + part.micros, 0n);
  const all = sum(stakes);
  const taken = micros < all ? micros : all;
  if (sum(parts) !== micros) found.push(`parts of ${micros} add up to ${sum(parts)}`);
  for (const part of parts) {
    if (part.holder === "beyond") {
      if (part.micros !== micros - taken) found.push(`beyond ${all} are ${part.micros}`);
    } else if (!stakes.some((stake) => isSame(stake, part)))
      found.push(`${nameOf(part)} has no part, and gives ${part.micros}`);
  }
  for (const stake of stakes) {
    const gives = sum(parts.filter((part) => isSame(part, stake)));
    const floor = all === 0n ? 0n : (taken * stake.micros) / all;
    const isWhole = all === 0n || (taken * stake.micros) % all === 0n;
    if (gives !== floor && (isWhole || gives !== floor + 1n))
      found.push(`${nameOf(stake)} has ${stake.micros} of ${all}, and gives ${gives} of ${taken}`);
  }
  return found;
}

const isSame = (a: Part, b: Part) =>
  a.holder === b.holder && a.month === b.month && a.author === b.author;

const nameOf = ({ holder, month, author }: Part) =>
  [holder, month, author].filter((word) => word !== null).join(" ");
