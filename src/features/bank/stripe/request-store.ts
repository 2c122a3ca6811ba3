/** What Stripe is asked, frozen, in SQL. Sole writer of `bank_request`. */
import { createHash } from "node:crypto";
import { z } from "zod";
import { assert } from "../../../core/assert.ts";
import { instant, whole } from "../../../store/columns.ts";
import { type Database, type Db, sql } from "../../../store/db.ts";

interface Bodies {
  charge: { amount: number; currency: string; customer: string; paymentMethod: string };
  page: { amount: number; currency: string; what: string; email: string; returnUrl: string };
  refund: { amount: number; charge: string };
  transfer: { amount: number; currency: string; destination: string };
  account: { country: string; email: string };
}

const amount = z.int();
const text = z.string();

const bodies: { [Kind in AskedKind]: z.ZodType<Bodies[Kind]> } = {
  charge: z.object({ amount, currency: text, customer: text, paymentMethod: text }),
  page: z.object({ amount, currency: text, what: text, email: text, returnUrl: text }),
  refund: z.object({ amount, charge: text }),
  transfer: z.object({ amount, currency: text, destination: text }),
  account: z.object({ country: text, email: text }),
};

export type AskedKind = keyof Bodies;
export type Body<Kind extends AskedKind> = Bodies[Kind];

export interface Frozen<Kind extends AskedKind> {
  key: string;
  body: Body<Kind>;
  attempt: number;
  ref: string | null;
  askedAt: Date;
}

const FrozenRow = z.object({
  askedSha256: z.instanceof(Buffer),
  body: z.unknown(),
  attempt: whole,
  ref: z.string().nullable(),
  askedAt: instant,
});

export interface Asking<Kind extends AskedKind> {
  kind: Kind;
  key: string;
  /** What stands for the request: the same under this key for ever. */
  asked: readonly (string | bigint)[];
  at: Date;
  isLive: boolean;
  /** Made once, for the first call. */
  body: () => Body<Kind> | Promise<Body<Kind>>;
}

/** The request under its key, written down before the bank hears of it. Committed by itself. */
export async function freeze<Kind extends AskedKind>(
  db: Database,
  { kind, key, asked, at, isLive, body }: Asking<Kind>,
): Promise<Frozen<Kind> & { isNew: boolean }> {
  const sha = createHash("sha256")
    .update([kind, ...asked].map(String).join("\n"))
    .digest();
  let isNew = false;
  if (!(await rowOf(db, kind, key))) {
    const text = JSON.stringify(await body());
    const count = await db.run(sql`
      insert into bank_request (key, kind, asked_sha256, body, is_live, asked_at)
      values (${key}, ${kind}, ${sha}, ${text}::jsonb, ${isLive}, ${at})
      on conflict do nothing`);
    isNew = count === 1;
  }
  const row = await rowOf(db, kind, key);
  assert(row?.askedSha256.equals(sha) === true, `the key ${key} stands for one body`);
  return { ...frozenOf(kind, key, row), isNew };
}

export async function findFrozen<Kind extends AskedKind>(
  db: Db,
  kind: Kind,
  key: string,
): Promise<Frozen<Kind> | null> {
  const row = await rowOf(db, kind, key);
  return row && frozenOf(kind, key, row);
}

type Row = z.output<typeof FrozenRow>;

function rowOf(db: Db, kind: AskedKind, key: string): Promise<Row | null> {
  return db.maybe(sql.of(FrozenRow)`
    select asked_sha256, body, attempt, ref, asked_at from bank_request
     where key = ${key} and kind = ${kind}`);
}

function frozenOf<Kind extends AskedKind>(kind: Kind, key: string, row: Row): Frozen<Kind> {
  const { attempt, ref, askedAt } = row;
  return { key, body: bodies[kind].parse(row.body), attempt, ref, askedAt };
}

/** The bank's own name for what came of it. */
export async function recordRef(db: Database, key: string, ref: string): Promise<void> {
  await db.run(sql`update bank_request set ref = ${ref} where key = ${key}`);
}

/** After a definite "not now" to this attempt, however many heard it. */
export async function recordRefusedAttempt(
  db: Database,
  { key, attempt }: { key: string; attempt: number },
): Promise<void> {
  await db.run(sql`
    update bank_request set attempt = ${attempt + 1} where key = ${key} and attempt = ${attempt}`);
}
