/** What may happen next to a simulated site: one deed at a time, by luck. */
import {
  cancelMembership,
  resumeMembership,
} from "../../src/features/membership/cancel-membership.ts";
import { joinMembership } from "../../src/features/membership/join-membership.ts";
import { refundCharge } from "../../src/features/membership/refund-charge.ts";
import { refundPart } from "../../src/features/membership/refund-part.ts";
import { requestPayout } from "../../src/features/payouts/request-payout.ts";
import { chargeId, readerId } from "../../src/store/columns.ts";
import { sql } from "../../src/store/db.ts";
import { engage, sit } from "./attention.ts";
import { deliver } from "./deliveries.ts";
import { factsOf } from "./facts.ts";
import { decide, endSome, look } from "./judging.ts";
import { DAY_MS } from "./model/calendar.ts";
import type { Simulation } from "./simulation.ts";

const PLANS = {
  "member-monthly": 6,
  "friend-monthly": 3,
  "member-yearly": 1,
  "friend-yearly": 1,
};

const CARDS = { "4242 4242 4242 4242": 8, "4000 0000 0000 0002": 1, "4000 0000 0000 9987": 2 };

type Deed = (simulation: Simulation) => Promise<void>;

const DEEDS: Record<string, [weight: number, deed: Deed]> = {
  join: [4, join],
  read: [14, read],
  engage: [10, engageSomehow],
  tasks: [14, (simulation) => simulation.someTasks()],
  cancel: [2, (simulation) => changeMind(simulation, cancelMembership, "cancels")],
  resume: [2, (simulation) => changeMind(simulation, resumeMembership, "resumes")],
  refund: [3, refund],
  "refund a part": [5, refundSomePart],
  dispute: [1, dispute],
  "a dispute is decided": [2, decideDispute],
  "ask for a payout": [2, askForPayout],
  "change of account": [2, changeAccount],
  pause: [1, pauseOrNot],
  "integrity looks": [5, look],
  "a person decides": [1, decide],
  "an escrow ends": [4, endEscrow],
  "the bank delivers": [4, async (simulation) => deliver(simulation)],
  rest: [1, async (simulation) => void (await simulation.rest())],
};

const WEIGHTS = Object.fromEntries(Object.entries(DEEDS).map(([name, [weight]]) => [name, weight]));

export async function someDeed(simulation: Simulation): Promise<void> {
  const name = simulation.luck.weighed(WEIGHTS);
  await DEEDS[name]![1](simulation);
}

async function join(simulation: Simulation): Promise<void> {
  await joins(simulation, simulation.luck.one(simulation.people.readers));
}

/** Most of those who are there join in the first days. */
export async function firstJoin(simulation: Simulation): Promise<void> {
  const { luck, people } = simulation;
  for (const reader of luck.shuffled(people.readers)) {
    if (luck.happens(0.3)) continue;
    await joins(simulation, reader);
    simulation.pass(luck.whole(1000, DAY_MS / 2));
  }
}

async function joins(simulation: Simulation, reader: number): Promise<void> {
  const { luck } = simulation;
  const planCode = luck.weighed(PLANS);
  const number = luck.weighed(CARDS);
  const wish = {
    readerId: readerId.parse(reader),
    planCode,
    card: { number, expiry: "05/39", cvc: "123" },
  };
  await simulation.act(`reader ${reader} joins by ${planCode}, card ${number.slice(-4)}`, (room) =>
    joinMembership(room.db, room.bank, room.clock(), wish),
  );
}

async function read(simulation: Simulation): Promise<void> {
  const { luck, people, now } = simulation;
  simulation.note(await sit({ db: simulation.arena.db, luck, people, now }));
}

async function engageSomehow(simulation: Simulation): Promise<void> {
  const { luck, people, now } = simulation;
  simulation.note(await engage({ db: simulation.arena.db, luck, people, now }));
}

async function changeMind(
  simulation: Simulation,
  change: typeof cancelMembership | typeof resumeMembership,
  what: string,
): Promise<void> {
  const { charges } = await factsOf(simulation.arena.looker);
  if (charges.length === 0) return;
  const { reader } = simulation.luck.one(charges);
  await simulation.act(`reader ${reader} ${what}`, ({ db, clock }) =>
    change(db, clock(), readerId.parse(reader)),
  );
}

async function refund(simulation: Simulation): Promise<void> {
  const { charges } = await factsOf(simulation.arena.looker);
  if (charges.length === 0) return;
  const charge = simulation.luck.one(charges);
  const wish = { readerId: readerId.parse(charge.reader), chargeId: chargeId.parse(charge.id) };
  await simulation.earned();
  await simulation.act(`charge ${charge.id} is asked back`, (room) =>
    refundCharge(room.db, room.bank, room.clock(), wish),
  );
}

/** An operator gives back all of a charge, or a third, or a cent more or less than that. */
async function refundSomePart(simulation: Simulation): Promise<void> {
  const { luck, bank, people } = simulation;
  const { charges, escrows } = await factsOf(simulation.arena.looker);
  if (charges.length === 0) return;
  // Often one of which a part waits in escrow, or waited there.
  const waited = charges.filter((one) => escrows.some(({ member }) => member === one.reader));
  const charge = luck.one(waited.length > 0 && luck.happens(0.6) ? waited : charges);
  const left = bank.leftOf(charge.ref) / 10_000n;
  const cents = luck.one([left, left / 3n, BigInt(luck.whole(1, 500)), left + 1n]);
  const wish = {
    chargeId: chargeId.parse(charge.id),
    micros: cents * 10_000n,
    operatorId: readerId.parse(people.readers[0]),
  };
  await simulation.earned();
  await simulation.act(`${cents} cents of charge ${charge.id} are given back`, (room) =>
    refundPart(room.db, room.bank, room.clock(), wish),
  );
}

/** Some of those whose dues it was ask for them back then. */
async function endEscrow(simulation: Simulation): Promise<void> {
  if (simulation.luck.happens(0.2)) await refundSomePart(simulation);
  await endSome(simulation);
  if (simulation.luck.happens(0.4)) await refundSomePart(simulation);
}

async function dispute(simulation: Simulation): Promise<void> {
  const { luck, bank } = simulation;
  const { charges } = await factsOf(simulation.arena.looker);
  if (charges.length === 0) return;
  const { id, ref } = luck.one(charges);
  const left = bank.leftOf(ref);
  const disputed = [...bank.disputes.values()].some(({ chargeRef }) => chargeRef === ref);
  if (left <= 0n || disputed) return;
  const name = bank.dispute(ref, left);
  simulation.note(`charge ${id} is disputed: ${name}`);
  await hear(simulation, name);
}

async function decideDispute(simulation: Simulation): Promise<void> {
  const { luck, bank } = simulation;
  const open = [...bank.disputes.values()].filter(({ state }) => state === "open");
  if (open.length === 0) return;
  const decided = luck.one(open);
  bank.decide(decided, luck.one(["won", "lost"]));
  simulation.note(`dispute ${decided.ref} is ${decided.state}`);
  await hear(simulation, decided.ref);
}

/** What the bank announces is heard once or twice, and in the end in any case. */
async function hear(simulation: Simulation, ref: string): Promise<void> {
  for (let times = simulation.luck.whole(1, 2); times > 0; times--)
    await simulation.hearDispute(ref);
}

async function askForPayout(simulation: Simulation): Promise<void> {
  const partner = simulation.luck.one(simulation.people.partners);
  await simulation.act(`partner ${partner} asks for a payout`, (room) =>
    requestPayout(room.db, room.bank, room.clock(), readerId.parse(partner)),
  );
}

async function changeAccount(simulation: Simulation): Promise<void> {
  const { luck, people, arena } = simulation;
  const partner = luck.one(people.partners);
  const account = luck.happens(0.1)
    ? `acct_test_refuses_${partner}`
    : `acct_test_${partner}_${luck.whole(1, 99)}`;
  await arena.db.run(sql`
    update partner set payout_account = ${account} where reader_id = ${partner}`);
  simulation.note(`partner ${partner} is paid to ${account}`);
}

/** An open case pauses a partner; its end lets them go on. */
async function pauseOrNot(simulation: Simulation): Promise<void> {
  const { luck, people, pauses, arena, now } = simulation;
  const partner = luck.one(people.partners);
  const turns = pauses.get(partner) ?? [];
  const state = turns.length % 2 === 0 ? "paused" : "active";
  pauses.set(partner, [...turns, now]);
  await arena.db.run(sql`update partner set state = ${state} where reader_id = ${partner}`);
  simulation.note(`partner ${partner} is ${state}`);
  simulation.pass(1);
}

/** Mostly hours, often a night, sometimes a jump over days. */
export function someTime(simulation: Simulation): void {
  const { luck } = simulation;
  const kind = luck.weighed({ minutes: 3, hours: 4, night: 4, days: 1 });
  const most = { minutes: 3_600_000, hours: 8 * 3_600_000, night: 2 * DAY_MS, days: 11 * DAY_MS };
  simulation.pass(luck.whole(1000, most[kind]));
}
