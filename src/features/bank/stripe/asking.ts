/** What every call to Stripe from one house shares: the line, the house's name there, and its clock. */
import type Stripe from "stripe";
import type { Database } from "../../../store/db.ts";
import type { Absent } from "../bank.ts";

export interface Asker {
  stripe: Stripe;
  db: Database;
  clock: () => Date;
  isLive: boolean;
  /** Goes before every key, since several houses may use one account. */
  house: string;
}

/** The name under which Stripe groups what belongs to one key of ours, and by which it is found again. */
export function groupOf({ house }: Asker, key: string): string {
  return `${house}:${key}`;
}

/** Stripe's idempotency key: ours, and how often a definite "not now" was heard. */
export function onceKey(asker: Asker, { key, attempt }: { key: string; attempt: number }) {
  return { idempotencyKey: `${groupOf(asker, key)}:${attempt}` };
}

export function tagsOf({ house }: Asker, key: string): Record<string, string> {
  return { earnest_house: house, earnest_key: key };
}

/**
 * Asks, once. Stripe forgets its idempotency keys after a day, so what was asked before is looked up
 * first, and asked again only when Stripe has nothing of it.
 */
export async function askOnce<Answer>(
  isNew: boolean,
  lookUp: () => Promise<Answer | Absent>,
  ask: () => Promise<Answer>,
): Promise<Answer> {
  if (isNew) return ask();
  const found = await lookUp();
  return isAbsent(found) ? ask() : found;
}

function isAbsent<Answer>(found: Answer | Absent): found is Absent {
  return (
    typeof found === "object" && found !== null && "state" in found && found.state === "absent"
  );
}

/** The object itself where it was asked for, and null where only its name came. */
export function whole<T extends object>(value: string | T | null | undefined): T | null {
  return typeof value === "object" ? value : null;
}

/** The name of what may have been expanded. */
export function nameOf(value: string | { id: string } | null | undefined): string | null {
  if (value === null || value === undefined) return null;
  return typeof value === "string" ? value : value.id;
}
