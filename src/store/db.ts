/**
 * The door to PostgreSQL: raw SQL in a tagged template, its rows checked, its count said by the method.
 *
 *     const story = await db.maybe(sql.of(StoryRow)`select … where id = ${storyId}`);
 *
 * Columns are snake_case in the database and camelCase here. Every statement is prepared once per
 * connection under a name made from its text. What must not half-happen takes a `Tx`.
 */
import { createHash } from "node:crypto";
import pg from "pg";
import type { z } from "zod";
import { assert } from "../core/assert.ts";

export type DatabaseConfig = pg.PoolConfig;

/** A statement; `Row` is what one row of its answer is, once checked. */
export interface Statement<Row> {
  text: string;
  name: string;
  values: unknown[];
  row: z.ZodType<Row> | null;
}

/** What reads. Both a `Database` and a `Tx` are one. */
export interface Db {
  /** Exactly one row; anything else is a fault. */
  one<Row>(statement: Statement<Row>): Promise<Row>;
  /** One row or none; two are a fault. */
  maybe<Row>(statement: Statement<Row>): Promise<Row | null>;
  many<Row>(statement: Statement<Row>): Promise<Row[]>;
  /** The number of rows written. */
  run(statement: Statement<never>): Promise<number>;
}

declare const txBrand: unique symbol;

/** An open transaction. Only `Database.transaction` makes one. */
export interface Tx extends Db {
  readonly [txBrand]: true;
  /** The driver's own connection, for COPY and nothing else. */
  readonly client: pg.ClientBase;
}

export interface Database extends Db {
  /** Read committed. Commits when `work` resolves, rolls back when it throws. */
  transaction<Result>(work: (tx: Tx) => Promise<Result>): Promise<Result>;
  /** A connection outside any transaction, for LISTEN and session locks. */
  connect(): Promise<pg.PoolClient>;
  close(): Promise<void>;
}

export function openDatabase(config: DatabaseConfig): Database {
  const pool = new pg.Pool({ max: 16, ...config, types: { getTypeParser } });
  // An idle connection that breaks is replaced by the pool at its next use, and one that breaks in use
  // fails the statement that uses it; without listeners either would end the process.
  pool.on("error", () => {});
  pool.on("connect", (client) => client.on("error", () => {}));
  return {
    ...reading((statement) => pool.query(queryOf(statement))),
    transaction: (work) => inTransaction(pool, work),
    connect: () => pool.connect(),
    close: () => pool.end(),
  };
}

async function inTransaction<Result>(
  pool: pg.Pool,
  work: (tx: Tx) => Promise<Result>,
): Promise<Result> {
  const client = await pool.connect();
  let broken: Error | undefined;
  const onError = (error: Error) => {
    broken = error;
  };
  client.on("error", onError);
  try {
    await client.query("begin");
    const tx = open({ ...reading((statement) => client.query(queryOf(statement))), client });
    const result = await work(tx);
    await client.query("commit");
    return result;
  } catch (error) {
    await client.query("rollback").catch((cause: Error) => {
      broken = cause;
    });
    throw error;
  } finally {
    client.off("error", onError);
    client.release(broken);
  }
}

/** Here, and nowhere else, a connection becomes a transaction. */
function open(connection: Db & { client: pg.ClientBase }): Tx {
  return connection as Tx;
}

type Ask = (statement: Statement<unknown>) => Promise<pg.QueryResult<Record<string, unknown>>>;

function reading(ask: Ask): Db {
  const rowsOf = async <Row>(statement: Statement<Row>): Promise<Row[]> => {
    const { row } = statement;
    assert(row !== null, "a statement that reads says what its rows are");
    const { rows } = await ask(statement);
    return rows.map((raw) => row.parse(camel(raw)));
  };
  return {
    many: rowsOf,
    one: async (statement) => {
      const rows = await rowsOf(statement);
      assert(rows.length === 1, `one row was wanted and ${rows.length} came: ${statement.text}`);
      return rows[0]!;
    },
    maybe: async (statement) => {
      const rows = await rowsOf(statement);
      assert(rows.length <= 1, `one row was wanted and ${rows.length} came: ${statement.text}`);
      return rows[0] ?? null;
    },
    run: async (statement) => (await ask(statement)).rowCount ?? 0,
  };
}

function queryOf({ name, text, values }: Statement<unknown>): pg.QueryConfig {
  return { name, text, values };
}

type Tag<Row> = (strings: TemplateStringsArray, ...values: unknown[]) => Statement<Row>;

/** Values become parameters; there is no way to put text into a statement but to write it there. */
export const sql: Tag<never> & { of<Row>(row: z.ZodType<Row>): Tag<Row> } = Object.assign(
  (strings: TemplateStringsArray, ...values: unknown[]) => statement<never>(null, strings, values),
  {
    of:
      <Row>(row: z.ZodType<Row>): Tag<Row> =>
      (strings, ...values) =>
        statement(row, strings, values),
  },
);

function statement<Row>(
  row: z.ZodType<Row> | null,
  strings: TemplateStringsArray,
  values: unknown[],
): Statement<Row> {
  const { text, name } = textOf(strings);
  return { text, name, row, values: values.map(parameter) };
}

/** A call site's strings are one object for the life of the program, so its text is made once. */
const texts = new WeakMap<TemplateStringsArray, { text: string; name: string }>();

function textOf(strings: TemplateStringsArray): { text: string; name: string } {
  const known = texts.get(strings);
  if (known) return known;
  const text = strings.reduce((sum, part, index) => `${sum}$${index}${part}`);
  const made = { text, name: createHash("sha256").update(text).digest("base64url").slice(0, 32) };
  texts.set(strings, made);
  return made;
}

/** The driver writes a bigint's digits and a Date in the machine's own zone; we want UTC. */
function parameter(value: unknown): unknown {
  if (typeof value === "bigint") return value.toString();
  if (value instanceof Date) return value.toISOString();
  if (Array.isArray(value)) return value.map(parameter);
  return value;
}

const names = new Map<string, string>();

function camel(raw: Record<string, unknown>): Record<string, unknown> {
  const row: Record<string, unknown> = {};
  for (const column in raw) {
    let name = names.get(column);
    if (name === undefined) {
      name = column.replace(/_([a-z0-9])/g, (_, letter: string) => letter.toUpperCase());
      names.set(column, name);
    }
    row[name] = raw[column];
  }
  return row;
}

const DATE_OID = 1082;

/** `date` stays the text "2026-08-31"; the driver would make it midnight in the machine's zone. */
const getTypeParser: typeof pg.types.getTypeParser = (oid: number, format?: "text" | "binary") =>
  oid === DATE_OID
    ? (value: string) => value
    : format === undefined
      ? pg.types.getTypeParser(oid)
      : pg.types.getTypeParser(oid, format as "text");
