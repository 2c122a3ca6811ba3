/**
 * One seed: a small community, some months of what may happen, each thing done by the site's own operations
 * over a line that fails, in a process that dies; and again and again a point of rest, at which every
 * account and every share must be what the model foretells.
 */

import type { Bank } from "../../src/features/bank/bank.ts";
import { auditMonth } from "../../src/features/earnings/audit/audit-month.ts";
import { earningsTasks } from "../../src/features/earnings/jobs.ts";
import { auditBooks } from "../../src/features/ledger/audit-books.ts";
import { MonthClosing } from "../../src/features/membership/disputes/take-dispute.ts";
import { membershipTasks } from "../../src/features/membership/jobs.ts";
import { payoutTasks } from "../../src/features/payouts/jobs.ts";
import type { Database } from "../../src/store/db.ts";
import { dies, faultyBank, faultyDatabase, Moments } from "../support/faults.ts";
import type { Arena } from "./arena.ts";
import { differences } from "./compare.ts";
import { deliver } from "./deliveries.ts";
import { noEvidence } from "./evidence.ts";
import { type Facts, factsOf } from "./facts.ts";
import { Line } from "./line.ts";
import { Luck } from "./luck.ts";
import { DAY_MS, dayOfTime } from "./model/calendar.ts";
import { foretell } from "./model/model.ts";
import { OutsideBank } from "./outside-bank.ts";
import { type People, settlePeople } from "./people.ts";
import { beginPolicy } from "./policy.ts";

/** A seed at whose end something was not as it ought to be. */
export class Difference extends Error {
  readonly steps: readonly string[];

  constructor(found: readonly string[], steps: readonly string[], cause?: unknown) {
    super(found.join("\n"), { cause });
    this.steps = steps;
  }
}

/** What an operation of the site is given: perhaps on the verge of dying. */
export interface Room {
  db: Database;
  bank: Bank;
  clock: () => Date;
}

type Work = (room: Room) => Promise<unknown>;

const TASKS = { ...membershipTasks, ...earningsTasks, ...payoutTasks } as unknown as Record<
  string,
  (room: Room, payload: unknown) => Promise<void>
>;

/** What the clock sets off by itself, in the order in which nothing has to wait for the next time. */
const REGULAR = [
  ...["accrue-dues", "settle-charges", "settle-refunds", "renew-memberships"],
  ...["release-holds", "settle-payouts"],
];
/** They may take a part of a charge back, or give it again. */
const TAKING = ["settle-charges", "settle-refunds", "take-dispute"];
const SELDOM = ["close-months", "pay-out", "end-faded-escrow"];

export class Simulation {
  readonly luck: Luck;
  readonly bank: OutsideBank;
  readonly line: Line;
  readonly arena: Arena;
  readonly steps: string[] = [];
  now = 0;
  /** A smaller balance is not paid out, says the policy. */
  payoutLeast = 0;
  people: People = {
    ...{ readers: [], partners: [], withheldBps: new Map(), evidence: noEvidence() },
  };
  /** When a partner was paused and when no more, by turns. */
  readonly pauses = new Map<number, number[]>();
  /** How likely the process dies within an operation. */
  #dying = 0;
  #regularAt = 0;
  /** The day on which all before it was earned. */
  #earnedOn = 0;
  /** Disputes of which the site may not know what the bank says now. */
  readonly #unheard = new Set<string>();

  constructor(seed: number, arena: Arena) {
    this.luck = new Luck(seed);
    this.bank = new OutsideBank(new Luck(~seed), () => this.now);
    this.line = new Line(this.bank, this.luck);
    this.arena = arena;
  }

  async begin(start: number): Promise<void> {
    this.now = start;
    this.#dying = this.luck.one([0, 0.15, 0.3]);
    this.line.trouble = this.luck.one([0, 0.15, 0.35]);
    await this.arena.empty();
    this.payoutLeast = this.luck.one([10_000_000, 500_000, 500_000]);
    await beginPolicy(this.arena.db, new Date(start), this.payoutLeast);
    this.line.isTest = this.luck.happens(0.3);
    const place = { db: this.arena.db, luck: this.luck, now: this.now };
    this.people = await settlePeople(place, this.line.isTest ? "test-bank" : "stripe");
  }

  /** Time goes on. Requests that were late have arrived by then. */
  pass(ms: number): void {
    this.now += Math.max(1, Math.floor(ms));
    this.line.arrive();
  }

  /** What may happen while an operation of the site waits for the bank. */
  async #meanwhile(work: Work): Promise<void> {
    // Not over midnight: what the operation began with is that day's.
    const left = DAY_MS - (this.now % DAY_MS) - 1000;
    this.pass(Math.min(left, this.luck.whole(1, 3_000_000)));
    const room = { db: this.arena.db, bank: this.line.end, clock: () => new Date(this.now) };
    const what = this.luck.one(["the same", "settle-charges", "settle-payouts", "pay-out"]);
    if (what === "settle-payouts") deliver(this);
    if (what === "the same") await work(room);
    else await TASKS[what]!(room, {});
    this.line.told.push(`meanwhile ${what}`);
  }

  /** An operation of the site; it may die half-way, and whoever asked may try again. Whether it ended. */
  async act(what: string, work: Work): Promise<boolean> {
    const dying = this.luck.happens(this.#dying);
    const at = dying ? 1 + Math.floor(60 * this.luck.whole(0, 100) ** 2 * 1e-4) : undefined;
    const moments = new Moments(at);
    const { db } = this.arena;
    const room = {
      db: dying ? faultyDatabase(db, moments) : db,
      bank: dying ? faultyBank(this.line.end, moments) : this.line.end,
      clock: () => new Date(this.now),
    };
    let answer: unknown = "";
    if (this.luck.happens(this.#dying / 2)) this.line.meanwhile = () => this.#meanwhile(work);
    const working = work(room).then((said) => {
      answer = said;
    });
    const died = await dies(working);
    this.line.meanwhile = null;
    this.note(`${what}${said(answer)}${died ? `; died at moment ${at}` : ""}`);
    this.pass(1);
    if (died && this.luck.happens(0.5)) return this.act(`${what}, again`, work);
    return !died;
  }

  note(what: string): void {
    const told = this.line.told.length > 0 ? ` [${this.line.told.join("; ")}]` : "";
    this.line.told = [];
    this.steps.push(`${new Date(this.now).toISOString().slice(0, 19)} ${what}${told}`);
  }

  async task(name: string, payload: unknown = {}): Promise<boolean> {
    const task = TASKS[name];
    if (!task) throw new Error(`there is no task ${name}`);
    if (TAKING.includes(name) && this.#earnedOn !== dayOfTime(this.now)) await this.earned();
    return this.act(name, (room) => task(room, payload));
  }

  /** All days that are over are earned: what is taken of a charge now depends on it. */
  earned(): Promise<boolean> {
    this.#earnedOn = dayOfTime(this.now);
    return this.calm(() => this.task("accrue-dues"));
  }

  /** The clock of the site sets off its tasks at least so often. */
  async regularly(): Promise<void> {
    if (this.now < this.#regularAt) return;
    this.#regularAt = this.now + 1.5 * DAY_MS;
    for (const name of REGULAR) await this.task(name);
  }

  /** Some of the site's tasks, in any order, some of them twice. */
  async someTasks(): Promise<void> {
    const names = this.luck.shuffled([...REGULAR, ...SELDOM]);
    for (const name of names.slice(0, this.luck.whole(1, 3)))
      for (let times = this.luck.happens(0.3) ? 2 : 1; times > 0; times--) await this.task(name);
  }

  /** The bank announces a dispute; while a month of it closes, the queue has to try again later. */
  async hearDispute(ref: string): Promise<void> {
    this.#unheard.add(ref);
    await this.earned();
    try {
      if (await this.task("take-dispute", { ref })) this.#unheard.delete(ref);
    } catch (fault) {
      if (!(fault instanceof MonthClosing)) throw fault;
      this.note(`dispute ${ref} waits for a close`);
    }
  }

  async #hearAll(): Promise<void> {
    if (this.#unheard.size > 0) await this.task("close-months");
    for (const ref of this.#unheard) await this.hearDispute(ref);
  }

  /** The line is good and nobody dies: whatever is open comes to its end. */
  async calm<Result>(work: () => Promise<Result>): Promise<Result> {
    const [dying, trouble] = [this.#dying, this.line.trouble];
    this.#dying = 0;
    this.line.trouble = 0;
    const result = await work();
    this.#dying = dying;
    this.line.trouble = trouble;
    return result;
  }

  /** Everything open is settled, and everything is compared. */
  async rest(): Promise<Facts> {
    return this.calm(async () => {
      this.pass(4_000_000);
      await this.#hearAll();
      for (const name of [...REGULAR, "settle-charges", "accrue-dues"]) await this.task(name);
      return this.check();
    });
  }

  async check(): Promise<Facts> {
    const facts = await factsOf(this.arena.looker);
    const { bank, people } = this;
    const world = {
      ...{ facts, bank, evidence: people.evidence, withheldBps: people.withheldBps },
      today: dayOfTime(this.now),
      payoutLeast: BigInt(this.payoutLeast),
      isActive: (partner: number, ms: number) => !this.wasPaused(partner, ms),
    };
    const foretold = foretell(world);
    const found = differences(facts, foretold, bank);
    for (const { what, where } of await auditBooks(this.arena.db)) found.push(`${where}: ${what}`);
    if (found.length > 0) throw new Difference(found, this.steps);
    return facts;
  }

  wasPaused(partner: number, ms: number): boolean {
    const turns = this.pauses.get(partner) ?? [];
    return turns.filter((turn) => turn <= ms).length % 2 === 1;
  }

  /** Each month that is closed, computed again in SQL. */
  async audit({ closings }: Facts): Promise<void> {
    const found: string[] = [];
    for (const { month } of closings) {
      const audit = await auditMonth(this.arena.db, month as Parameters<typeof auditMonth>[1]);
      if (!audit) found.push(`${month} is not closed`);
      for (const { what, found: is, wanted } of audit?.findings ?? [])
        found.push(`${month}, ${what}: ${is} is there, ${wanted} ought to be`);
    }
    if (found.length > 0) throw new Difference(found, this.steps);
  }
}

/** A ruling in a word. */
function said(answer: unknown): string {
  if (typeof answer === "string" && answer !== "") return `: ${answer}`;
  if (typeof answer !== "object" || answer === null || !("ok" in answer)) return "";
  if (answer.ok) return ": yes";
  return "refusal" in answer ? `: ${String(answer.refusal)}` : ": no";
}
