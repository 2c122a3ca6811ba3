/**
 * Where the time of a work in the database goes: a `Database` like the one it is given, which notes how
 * long each kind of statement took, and what was done between two of them.
 */
import type { Database, Db, Statement, Tx } from "../src/store/db.ts";

export interface Phase {
  name: string;
  /** Matched against a statement's text; the first that matches counts. */
  text: RegExp;
}

export class Phases {
  /** Milliseconds by name, in the order of their beginning. */
  readonly took = new Map<string, number>();
  readonly #phases: readonly Phase[];
  readonly #between: Record<string, string>;
  #now = "";
  #since = performance.now();

  /** `between` names what is done after the statements of one phase, before those of another. */
  constructor(phases: readonly Phase[], between: Record<string, string>) {
    this.#phases = phases;
    this.#between = between;
  }

  begin(text: string): void {
    const next = this.#phases.find((phase) => phase.text.test(text))?.name ?? "the rest";
    this.#pass(next === this.#now ? next : (this.#between[this.#now] ?? "the rest"));
    this.#now = next;
  }

  end(): void {
    this.#pass(this.#now);
  }

  #pass(name: string): void {
    const now = performance.now();
    this.took.set(name, (this.took.get(name) ?? 0) + now - this.#since);
    this.#since = now;
  }

  /** `db`, watched. */
  of(db: Database): Database {
    return {
      ...db,
      ...this.#reads(db),
      transaction: (work) => db.transaction((tx) => work(this.#tx(tx))),
    };
  }

  #reads(db: Db): Db {
    const noted = async <Result>({ text }: Statement<unknown>, ask: () => Promise<Result>) => {
      this.begin(text);
      const result = await ask();
      this.end();
      return result;
    };
    return {
      one: (statement) => noted(statement, () => db.one(statement)),
      maybe: (statement) => noted(statement, () => db.maybe(statement)),
      many: (statement) => noted(statement, () => db.many(statement)),
      run: (statement) => noted(statement, () => db.run(statement)),
    };
  }

  #tx(tx: Tx): Tx {
    const client = new Proxy(tx.client, {
      get: (target, name) => {
        if (name !== "query") return Reflect.get(target, name);
        return (stream: NodeJS.EventEmitter & { text: string }) => {
          this.begin(stream.text);
          for (const event of ["end", "finish"]) stream.once(event, () => this.end());
          return Reflect.apply(target.query, target, [stream]);
        };
      },
    });
    return { ...tx, ...this.#reads(tx), client } as Tx;
  }
}
