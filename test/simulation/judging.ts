/** Integrity speaks, and people decide: what follows from it is money that waits, and where it goes then. */

import { endEscrow } from "../../src/features/earnings/escrow/end-escrow.ts";
import { recordVerdict, VERDICTS } from "../../src/features/integrity/verdict-store.ts";
import { readerId } from "../../src/store/columns.ts";
import { findsOut } from "../support/findings.ts";
import type { Simulation } from "./simulation.ts";

const SURPRISES = { unremarkable: 8.9, queue: 9.5, escrow: 12.5, more: 16 };

/** A night's look at the community finds anything of anybody. */
export async function look(simulation: Simulation): Promise<void> {
  const { luck, people, arena, now } = simulation;
  const persons = people.readers.map((id) => ({ id: readerId.parse(id) }));
  const others = (one: { id: number }) => persons.filter(({ id }) => id !== one.id);
  const pairs = persons.flatMap((one) => others(one).map((other) => [one, other] as const));
  await findsOut(
    { db: arena.db, clock: () => new Date(now) },
    {
      accounts: persons
        .filter(() => luck.happens(0.5))
        .map((one) => [
          one,
          SURPRISES[luck.weighed({ unremarkable: 1, queue: 2, escrow: 3, more: 1 })],
        ]),
      pairs: pairs
        .filter(() => luck.happens(0.3))
        .map(([one, other]) => [one, other, luck.one([1, 1, luck.whole(1, 9999) / 10_000])]),
      ties: pairs
        .filter(() => luck.happens(0.9))
        .map(([one, other]) => [one, other, luck.weighed({ earned: 6, unproven: 1, traded: 2 })]),
    },
  );
  simulation.note("integrity looks");
}

/** A person decides about a partner; it takes the place of what was decided before. */
export async function decide(simulation: Simulation): Promise<void> {
  const { luck, people, arena, now } = simulation;
  const partner = luck.one(people.partners);
  const kind = luck.one([...VERDICTS]);
  const decidedBy = luck.one(people.readers.filter((reader) => reader !== partner));
  await arena.db.transaction((tx) =>
    recordVerdict(tx, new Date(now), {
      ...{ accountId: readerId.parse(partner), kind, surprise: luck.whole(8, 16) },
      ...{ decidedBy: readerId.parse(decidedBy), reason: "Looked at." },
    }),
  );
  simulation.note(`partner ${partner} is ${kind}`);
}

/** What waits of a partner's shares, or a part of it, is theirs after all, or goes to the commons. */
export async function endSome(simulation: Simulation): Promise<void> {
  const { luck, people } = simulation;
  const partner = luck.one(people.partners);
  const how = luck.one(["released", "forfeited"] as const);
  const decidedBy = readerId.parse(luck.one(people.readers.filter((one) => one !== partner)));
  const members = luck.happens(0.5)
    ? people.readers
    : people.readers.filter(() => luck.happens(0.5));
  await simulation.act(`what waits of ${partner} for ${members.join(" ")} is ${how}`, (room) =>
    room.db.transaction((tx) =>
      endEscrow(tx, room.clock(), {
        ...{ authorId: readerId.parse(partner), how, decidedBy, reason: "Looked at." },
        of: ({ memberId }) => members.includes(memberId),
      }),
    ),
  );
}
