/** What the site believes beside what the model foretells, as sentences about every difference. */
import type { Facts } from "./facts.ts";
import { dayNumber, monthsLater } from "./model/calendar.ts";
import { planOf } from "./model/dues.ts";
import type { Foretold } from "./model/model.ts";
import type { OutsideBank } from "./outside-bank.ts";

export function differences(facts: Facts, foretold: Foretold, bank: OutsideBank): string[] {
  const books = new Map(
    facts.accounts.map(([code, subject, micros]) => [`${code} ${subject}`.trim(), BigInt(micros)]),
  );
  const lines = facts.lines.map(
    ([month, member, author, story, micros]) =>
      [`${month} ${member} ${author} ${story}`, BigInt(micros)] as const,
  );
  const statements = facts.statements.map(
    ([month, author, micros]) => [`${month} ${author}`, BigInt(micros)] as const,
  );
  const escrows = facts.escrows.map(
    ({ month, member, author, believed }) =>
      [`${month} ${member} ${author}`, BigInt(believed)] as const,
  );
  return [
    ...foretold.faults,
    ...unlike("account", books, foretold.books.accounts),
    ...unlike("statement", new Map(statements), foretold.statements),
    ...unlike("line", new Map(lines), foretold.lines),
    ...unlike("set aside", new Map(escrows), foretold.escrows),
    ...unlike(
      "the bank's balance",
      new Map([["1000", books.get("1000") ?? 0n]]),
      new Map([["1000", bank.balanceMicros]]),
    ),
    ...unheard(facts, bank),
    ...wrongSpans(facts),
  ];
}

/** Zero and absent are one. */
function unlike(
  what: string,
  found: ReadonlyMap<string, bigint>,
  wanted: ReadonlyMap<string, bigint>,
): string[] {
  const names = [...new Set([...found.keys(), ...wanted.keys()])].sort();
  return names.flatMap((name) => {
    const [is, ought] = [found.get(name) ?? 0n, wanted.get(name) ?? 0n];
    return is === ought ? [] : [`${what} ${name}: ${is} is there, ${ought} ought to be`];
  });
}

/** Everything that the bank did for us is known to us once, and nothing is left open. */
function unheard(facts: Facts, bank: OutsideBank): string[] {
  const found: string[] = [];
  const known = {
    charge: new Map(facts.attempts.map(({ key, state }) => [key, state === "charged"])),
    refund: new Map(facts.refunds.map(({ key, state }) => [key, state === "paid"])),
    transfer: new Map(facts.payouts.map(({ key, state }) => [key, state !== "refused"])),
  };
  for (const { kind, key, answer } of bank.entries.values()) {
    const isDone = known[kind].get(key);
    if (isDone === undefined) found.push(`the bank has a ${kind} ${key} that we never asked for`);
    else if (isDone !== (answer.state === "settled"))
      found.push(
        `the bank says ${answer.state} of ${key}, and we ${isDone ? "booked" : "did not"}`,
      );
  }
  for (const { key, state } of [...facts.attempts, ...facts.refunds, ...facts.payouts])
    if (state === "asked") found.push(`${key} was never settled`);
  return found;
}

/** Every charge pays for a plan's months, no day twice, and for a price that the bank took. */
function wrongSpans({ charges, refunds, parts }: Facts): string[] {
  const found: string[] = [];
  const last = new Map<number, { end: number; anchor: number }>();
  const paid = new Map<number, { id: number; first: number; end: number }[]>();
  for (const { id, reader, membership, plan, from, to, at } of charges) {
    const [first, end] = [dayNumber(from), dayNumber(to)];
    const before = last.get(membership);
    const anchor = before?.end === first ? before.anchor : Number(from.slice(8));
    last.set(membership, { end, anchor });
    if (end !== monthsLater(first, planOf(plan).months, anchor))
      found.push(`charge ${id} pays from ${from} to ${to}`);
    if (first > Math.floor(at / 86_400_000) + 1)
      found.push(`charge ${id} of ${new Date(at).toISOString()} pays from ${from}`);
    const back = refunds.find(
      (refund) => refund.charge === id && refund.kind === "unused" && refund.state !== "refused",
    );
    const span = { id, first, end: back ? dayNumber(back.from) : end };
    // What was taken back whole ends the membership, and the days may be bought again.
    if (parts.some(({ charge }) => charge === id) && !back) continue;
    const others = paid.get(reader) ?? [];
    const twice = others.find((one) => one.first < span.end && span.first < one.end);
    if (twice) found.push(`charges ${twice.id} and ${id} pay for the same days`);
    paid.set(reader, [...others, span]);
  }
  return found;
}
