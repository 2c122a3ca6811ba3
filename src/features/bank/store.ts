/** The test bank's memory in SQL. Sole writer of `test_bank_request`, which is no part of the books. */
import { z } from "zod";
import { type Micros, sum } from "../../core/money.ts";
import { instant, micros } from "../../store/columns.ts";
import { type Db, sql, type Tx } from "../../store/db.ts";
import type { Answer, RequestKind } from "./bank.ts";
import { DISPUTE_DAYS, DISPUTE_FEE_MICROS, DISPUTED_TOKENS } from "./test-cards.ts";

const settled = { state: z.literal("settled"), ref: z.string(), feeMicros: micros };
const declined = <Reason extends string>(reasons: readonly [Reason, ...Reason[]]) =>
  z.object({ state: z.literal("declined"), reason: z.enum(reasons) });

const delivery = z.discriminatedUnion("state", [
  z.object({ state: z.literal("sent") }),
  z.object({ state: z.literal("paid"), ref: z.string() }),
  z.object({ state: z.literal("failed"), ref: z.string(), reason: z.string() }),
  z.object({ state: z.literal("returned"), ref: z.string() }),
]);

const answers: { [Kind in RequestKind]: z.ZodType<Answer<Kind>> } = {
  charge: z.union([
    z.object({ ...settled, card: z.object({ token: z.string(), last4: z.string() }) }),
    declined([
      ...(["card-declined", "insufficient-funds", "expired-card"] as const),
      ...(["invalid-number", "invalid-expiry", "invalid-cvc"] as const),
    ]),
  ]),
  refund: z.union([z.object(settled), declined(["no-such-charge", "more-than-charged"])]),
  transfer: z.union([
    z.object({ ...settled, delivery }),
    declined(["no-such-account", "account-refuses"]),
  ]),
};

export interface NewRequest {
  key: string;
  kind: RequestKind;
  ref: string;
  /** The charge that a refund is of; the account that a transfer goes to. */
  target: string | null;
  micros: Micros;
  currency: string;
  bodySha256: Buffer;
}

/**
 * False when the key was used before. Waits for another that uses it at the same moment; the two have
 * one `ref` as well and may meet there, so any conflict counts.
 */
export async function insertRequest(
  tx: Tx,
  at: Date,
  { key, kind, ref, ...request }: NewRequest,
  answer: Answer<RequestKind>,
): Promise<boolean> {
  const text = JSON.stringify(answer, (_, value) =>
    typeof value === "bigint" ? String(value) : value,
  );
  const count = await tx.run(sql`
    insert into test_bank_request
      (key, body_sha256, kind, ref, micros, currency, target, answer, asked_at)
    values (${key}, ${request.bodySha256}, ${kind}, ${ref}, ${request.micros}, ${request.currency},
            ${request.target}, ${text}::jsonb, ${at})
    on conflict do nothing`);
  return count === 1;
}

interface Known<Kind extends RequestKind> {
  bodySha256: Buffer;
  answer: Answer<Kind>;
}

const KnownRow = z.object({ bodySha256: z.instanceof(Buffer), answer: z.unknown() });

/** A request of this kind under the key. */
export async function findRequest<Kind extends RequestKind>(
  db: Db,
  kind: Kind,
  key: string,
): Promise<Known<Kind> | null> {
  const row = await db.maybe(sql.of(KnownRow)`
    select body_sha256, answer from test_bank_request where key = ${key} and kind = ${kind}`);
  return row && { bodySha256: row.bodySha256, answer: answers[kind].parse(row.answer) };
}

/** Makes other refunds of this charge wait until `tx` ends. A statement of its own, before any read. */
export async function lockCharge(tx: Tx, chargeRef: string): Promise<void> {
  await tx.run(sql`
    select from test_bank_request where ref = ${chargeRef} and kind = 'charge' for update`);
}

/** What of a settled charge was not given back yet; null when there is no such charge. */
export async function findRefundable(
  tx: Tx,
  { chargeRef, currency, exceptKey }: { chargeRef: string; currency: string; exceptKey: string },
): Promise<Micros | null> {
  const row = await tx.maybe(sql.of(z.object({ micros }))`
    select charge.micros - coalesce((
             select sum(refund.micros) from test_bank_request refund
              where refund.target = charge.ref and refund.kind = 'refund'
                and refund.answer ->> 'state' = 'settled' and refund.key <> ${exceptKey}), 0) as micros
      from test_bank_request charge
     where ref = ${chargeRef} and kind = 'charge' and answer ->> 'state' = 'settled'
       and currency = ${currency}`);
  return row?.micros ?? null;
}

const SettledCharge = z.object({ micros, token: z.string(), askedAt: instant });

export function findSettledCharge(
  db: Db,
  ref: string,
): Promise<z.output<typeof SettledCharge> | null> {
  return db.maybe(sql.of(SettledCharge)`
    select micros, answer -> 'card' ->> 'token' as token, asked_at
      from test_bank_request
     where ref = ${ref} and kind = 'charge' and answer ->> 'state' = 'settled'`);
}

/**
 * What the test bank holds for the house: charges, less fees, refunds and transfers, and less what is
 * disputed, with its fee, unless that is won by `at`.
 */
export async function testBankBalance(db: Db, currency: string, at?: Date): Promise<Micros> {
  const row = await db.one(sql.of(z.object({ micros }))`
    select coalesce(sum(case kind when 'charge' then micros else -micros end
                        - (answer ->> 'feeMicros')::bigint), 0) as micros
      from test_bank_request
     where answer ->> 'state' = 'settled' and currency = ${currency}`);
  return row.micros - (await disputedMicros(db, currency, at));
}

async function disputedMicros(db: Db, currency: string, at?: Date): Promise<Micros> {
  const charges = await db.many(sql.of(SettledCharge)`
    select micros, answer -> 'card' ->> 'token' as token, asked_at
      from test_bank_request
     where kind = 'charge' and answer ->> 'state' = 'settled' and currency = ${currency}
       and answer -> 'card' ->> 'token' = any(${[...DISPUTED_TOKENS.keys()]})`);
  const days = DISPUTE_DAYS * 86_400_000;
  const taken = charges.map(({ micros, token, askedAt }) => {
    const isOver = at !== undefined && askedAt.getTime() + days <= at.getTime();
    return isOver && DISPUTED_TOKENS.get(token) === "won" ? 0n : micros;
  });
  return sum(taken) + BigInt(charges.length) * DISPUTE_FEE_MICROS;
}
