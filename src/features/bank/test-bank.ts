/**
 * The test bank: a bank that the site plays to itself, so that all of it runs with no account anywhere.
 *
 * It stands for an outside party. It keeps its own table, commits apart from whoever asks, and holds to
 * what `bank.ts` promises: a key once answered is answered the same for ever.
 */
import { createHash } from "node:crypto";
import { assert } from "../../core/assert.ts";
import { inMinor } from "../../core/currency.ts";
import type { Database, Tx } from "../../store/db.ts";
import type { Absent, Answer, Bank, Outcome, RefundRequest, RequestKind } from "./bank.ts";
import { findRefundable, findRequest, insertRequest, lockCharge } from "./store.ts";
import { type Decision, decideCharge, decideTransfer, testFee } from "./test-cards.ts";
import { findTestDispute, wakeForDispute } from "./test-disputes.ts";

export function testBank(db: Database, clock: () => Date): Bank {
  return {
    isTest: true,
    charge: async (request) => {
      const decided = decideCharge(request.card, clock());
      // What is no test card may be a real one: nothing of it is kept, not even a hash.
      if ("misfit" in decided) return { state: "declined", reason: decided.misfit };
      const ref = refOf("ch", request.key);
      const answer: Answer<"charge"> =
        "card" in decided.answer
          ? { state: "settled", ref, feeMicros: testFee(request.micros), card: decided.answer.card }
          : { state: "declined", reason: decided.answer.decline };
      const asked = { kind: "charge", ref, target: null, request, at: clock() } as const;
      return db.transaction(async (tx) => {
        const outcome = await reply(tx, asked, async () => ({ ...decided, answer }));
        if (answer.state === "settled") await wakeForDispute(tx, asked.at, answer);
        return outcome;
      });
    },
    refund: (request) => {
      const ref = refOf("re", request.key);
      const asked = {
        kind: "refund",
        ref,
        target: request.chargeRef,
        request,
        at: clock(),
      } as const;
      return db.transaction((tx) => reply(tx, asked, () => decideRefund(tx, request, ref)));
    },
    transfer: (request) => {
      const ref = refOf("tr", request.key);
      const asked = {
        kind: "transfer",
        ref,
        target: request.account,
        request,
        at: clock(),
      } as const;
      return db.transaction((tx) =>
        reply(tx, asked, async () => decideTransfer(request.account, ref)),
      );
    },
    lookUp: (kind, key) => lookUp(db, kind, key),
    findDispute: (ref) => findTestDispute(db, clock(), ref),
  };
}

interface Asked<Kind extends RequestKind> {
  kind: Kind;
  ref: string;
  target: string | null;
  request: { key: string; micros: bigint; currency: string };
  at: Date;
}

/** Decides once for each key; whoever asks again hears what was decided. */
async function reply<Kind extends RequestKind>(
  tx: Tx,
  { kind, ref, target, request, at }: Asked<Kind>,
  decide: () => Promise<Decision<Answer<Kind>>>,
): Promise<Outcome<Kind>> {
  const { key, micros, currency } = request;
  const isWhole = inMinor(micros, currency) !== null;
  assert(micros > 0n && isWhole, "a bank moves whole cents, or what the currency has for them");
  const bodySha256 = createHash("sha256").update(bodyText(request)).digest();
  const { answer, heard } = await decide();
  const row = { key, kind, ref, target, micros, currency, bodySha256 };
  if (await insertRequest(tx, at, row, answer)) return heard ? answer : { state: "unknown" };

  const known = await findRequest(tx, kind, key);
  assert(known?.bodySha256.equals(bodySha256) === true, `the key ${key} stands for one body`);
  return known.answer;
}

/** Waits for other refunds of the charge, and only then looks at what is left of it. */
async function decideRefund(
  tx: Tx,
  { key, micros, currency, chargeRef }: RefundRequest,
  ref: string,
): Promise<Decision<Answer<"refund">>> {
  await lockCharge(tx, chargeRef);
  const left = await findRefundable(tx, { chargeRef, currency, exceptKey: key });
  if (left === null) return heard({ state: "declined", reason: "no-such-charge" });
  if (left < micros) return heard({ state: "declined", reason: "more-than-charged" });
  return heard({ state: "settled", ref, feeMicros: 0n });
}

const heard = (answer: Answer<"refund">) => ({ answer, heard: true });

async function lookUp<Kind extends RequestKind>(
  db: Database,
  kind: Kind,
  key: string,
): Promise<Answer<Kind> | Absent> {
  const known = await findRequest(db, kind, key);
  return known?.answer ?? { state: "absent" };
}

function refOf(prefix: string, key: string): string {
  return `${prefix}_test_${createHash("sha256").update(key).digest("hex").slice(0, 24)}`;
}

/** The same text for the same request, in whatever order its parts were written. */
function bodyText(value: unknown): string {
  if (typeof value !== "object" || value === null) return JSON.stringify(String(value));
  const parts = Object.entries(value).map(([name, part]) => `${name}:${bodyText(part)}`);
  return `{${parts.sort().join(",")}}`;
}
