/**
 * Faults put where a process could die: before each statement, before and after each commit, before and
 * after each call to the bank. `everyFault` runs a scenario once for each of them.
 */
import type { Bank } from "../../src/features/bank/bank.ts";
import type { Database, Db, Tx } from "../../src/store/db.ts";

export class Crash extends Error {}

/** Counts the moments at which a process could die, and is dead from one of them on. */
export class Moments {
  count = 0;
  readonly #dies: number;

  constructor(dies = Number.POSITIVE_INFINITY) {
    this.#dies = dies;
  }

  pass(): void {
    this.count += 1;
    if (this.count >= this.#dies) throw new Crash(`died at moment ${this.count}`);
  }
}

export function faultyDatabase(db: Database, moments: Moments): Database {
  return {
    ...db,
    ...faulty(db, moments),
    transaction: async (work) => {
      const result = await db.transaction(async (tx) => {
        const done = await work({ ...tx, ...faulty(tx, moments) } as Tx);
        moments.pass();
        return done;
      });
      moments.pass();
      return result;
    },
  };
}

function faulty(db: Db, moments: Moments): Db {
  const before =
    <Args extends unknown[], Result>(ask: (...args: Args) => Promise<Result>) =>
    async (...args: Args): Promise<Result> => {
      moments.pass();
      return ask(...args);
    };
  return {
    one: before(db.one) as Db["one"],
    maybe: before(db.maybe) as Db["maybe"],
    many: before(db.many) as Db["many"],
    run: before(db.run),
  };
}

export function faultyBank(bank: Bank, moments: Moments): Bank {
  const around =
    <Request, Answer>(ask: (request: Request) => Promise<Answer>) =>
    async (request: Request): Promise<Answer> => {
      moments.pass();
      const answer = await ask(request);
      moments.pass();
      return answer;
    };
  return {
    ...bank,
    charge: around(bank.charge),
    refund: around(bank.refund),
    transfer: around(bank.transfer),
    lookUp: (kind, key) => {
      moments.pass();
      return bank.lookUp(kind, key);
    },
    findDispute: around(bank.findDispute),
  };
}

/** Runs the scenario with a crash at the first moment, the second, and so on until none is left. */
export async function everyFault(
  scenario: (moments: Moments, at: number) => Promise<void>,
): Promise<number> {
  for (let at = 1; ; at++) {
    const moments = new Moments(at);
    await scenario(moments, at);
    if (moments.count < at) return at - 1;
  }
}

/** Whether the work died of the crash. Every other fault is thrown on. */
export async function dies(work: Promise<unknown>): Promise<boolean> {
  try {
    await work;
    return false;
  } catch (fault) {
    const faults = fault instanceof AggregateError ? fault.errors : [fault];
    if (faults.every((one) => one instanceof Crash)) return true;
    throw fault;
  }
}
