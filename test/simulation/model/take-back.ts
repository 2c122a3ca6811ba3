/** The model of what goes back: refunds of the unused days, refunds in part, and disputes. */
import type { DisputeFact, PartFact, RefundFact } from "../facts.ts";
import type { Entry } from "../outside-bank.ts";
import { dayNumber } from "./calendar.ts";
import type { Paid, Part } from "./dues.ts";
import type { SetAside } from "./escrow.ts";
import type { Happening, Model } from "./model.ts";
import { stakesOf, wrongParts } from "./stakes.ts";

const partOf = ({ holder, month, author, micros }: PartFact): Part => ({
  ...{ holder, month, author },
  micros: BigInt(micros),
});

/** Which account gave how much, and what had been set aside there. */
export interface Gave {
  account: string;
  micros: bigint;
  setAside?: SetAside;
}

/** After all else that happens at the same instant. */
const LAST = Number.MAX_SAFE_INTEGER;

/** A refund is owed from when it was asked, and paid or not when the bank has answered. */
export function refunding(model: Model, refund: RefundFact): Happening[] {
  const { facts, bank } = model.world;
  const paid = () => model.paid(refund.charge);
  const entry = bank.entries.get(refund.key);
  const parts = facts.parts.filter((part) => part.refund === refund.id).map(partOf);
  const own = new OwnRefund(model, refund, parts);
  const asked = {
    at: refund.askedAt,
    order: 4,
    happen: () => (refund.kind === "unused" ? own.askUnused(paid()) : own.askPart(paid(), entry)),
  };
  if (!entry) return [asked];
  const happen = () => own.answer(paid(), entry);
  // What happened while the site waited for the answer came before it, and after what is written of it.
  const at = refund.answeredAt ?? refund.askedAt;
  const heardAt = bank.heardFrom(refund.key, at);
  return [asked, { at: heardAt, order: heardAt > at ? LAST : 5, happen }];
}

class OwnRefund {
  readonly #model: Model;
  readonly #refund: RefundFact;
  readonly #parts: Part[];
  readonly #name: string;
  #owed = 0n;
  #gave: Gave[] = [];

  constructor(model: Model, refund: RefundFact, parts: Part[]) {
    this.#model = model;
    this.#refund = refund;
    this.#parts = parts;
    this.#name = `refund ${refund.id}`;
  }

  askUnused(paid: Paid): void {
    const from = dayNumber(this.#refund.from);
    if (from !== paid.firstUnused(this.#refund.askedAt))
      this.#model.fault(`${this.#name} gives back from ${this.#refund.from}`);
    const { deferred, micros } = paid.unused(from);
    paid.stop = from;
    this.#owed = micros;
    const none = { month: null, author: null };
    paid.taken.set(this.#name, [{ ...none, holder: "fee", micros: micros - deferred }]);
    this.#give(paid, [
      { account: `2000 ${paid.fact.id}`, micros: deferred },
      { account: "4000", micros: micros - deferred },
    ]);
  }

  askPart(paid: Paid, entry: Entry | undefined): void {
    this.#owed = entry?.micros ?? BigInt(this.#refund.believed);
    this.#give(paid, this.#model.take(paid, this.#name, this.#owed, this.#parts));
  }

  #give(paid: Paid, gave: Gave[]): void {
    this.#gave = gave;
    for (const { account, micros } of gave)
      this.#model.books.move(account, `2300 ${paid.fact.id}`, micros);
  }

  answer(paid: Paid, { answer, micros, feeMicros }: Entry): void {
    const { books } = this.#model;
    if (micros !== this.#owed)
      this.#model.fault(`${this.#name} asked for ${micros}, and ${this.#owed} are owed`);
    if (answer.state === "settled") {
      books.move(`2300 ${paid.fact.id}`, "1000", this.#owed);
      books.move("5000", "1000", feeMicros);
      return;
    }
    paid.taken.delete(this.#name);
    if (this.#refund.kind === "unused") paid.stop = null;
    else this.#restore(paid);
    for (const gave of this.#gave) this.#giveBack(paid, gave);
  }

  /** What waited to be earned waits again; what a pool gave, an open one gets. */
  #restore(paid: Paid): void {
    const of = (holder: string) =>
      this.#parts
        .filter((part) => part.holder === holder)
        .reduce((sum, { micros }) => sum + micros, 0n);
    if (of("deferred") > 0n) paid.rebase(paid.left + of("deferred"));
    if (of("pool") === 0n) return;
    const month = this.#model.openMonth(this.#refund.answeredAt ?? 0);
    const dues = paid.dues.get(month) ?? { earned: 0n, pool: 0n };
    const [earned, pool] = [dues.earned + of("pool"), dues.pool + of("pool")];
    paid.dues.set(month, { earned, pool });
  }

  #giveBack(paid: Paid, { account, micros, setAside }: Gave): void {
    const { books } = this.#model;
    const from = `2300 ${paid.fact.id}`;
    const [code, subject] = account.split(" ");
    if (setAside) {
      setAside.micros += micros;
      books.move(from, setAside.to ?? account, micros);
    } else if (code === "2100") {
      const month = this.#model.openMonth(this.#refund.answeredAt ?? 0);
      books.move(from, `2100 ${month}`, micros);
    } else if (code === "1200") {
      const owes = -books.owed(account);
      const forgiven = owes < micros ? owes : micros;
      books.move(from, account, forgiven);
      books.move(from, `2210 ${subject}`, micros - forgiven);
    } else books.move(from, account, micros);
  }
}

/** The bank holds the money back until it has decided. */
export function disputing(model: Model, dispute: DisputeFact): Happening[] {
  const { facts, bank } = model.world;
  const told = bank.disputes.get(dispute.ref);
  if (!told) {
    model.fault(`dispute ${dispute.ref} is none of the bank's`);
    return [];
  }
  const { books } = model;
  const { id, charge } = dispute;
  const opened = () => {
    books.move("1100", "1000", told.micros);
    books.move("5010", "1000", told.openedFeeMicros);
    model.paid(charge).held = true;
  };
  const decided = () => {
    const paid = model.paid(charge);
    books.move("5010", "1000", told.feeMicros - told.openedFeeMicros);
    if (dispute.state === "won") books.move("1000", "1100", told.micros);
    else {
      const parts = facts.parts.filter((part) => part.dispute === id).map(partOf);
      for (const { account, micros } of model.take(paid, `dispute ${id}`, told.micros, parts))
        books.move(account, "1100", micros);
    }
    paid.held = false;
  };
  const first = { at: dispute.openedAt, order: 4, happen: opened };
  if (dispute.state === "open") return [first];
  return [first, { at: dispute.decidedAt ?? dispute.openedAt, order: 5, happen: decided }];
}

/** Takes the parts of a charge, if they are right, and says which accounts give them. */
export function takeParts(
  model: Model,
  { paid, name, micros }: { paid: Paid; name: string; micros: bigint },
  parts: Part[],
): Gave[] {
  const stakes = stakesOf(paid, model.world.facts.shares, (month) => model.stateOf(month));
  for (const wrong of wrongParts(micros, stakes, parts)) model.fault(`${name}: ${wrong}`);
  paid.taken.set(name, parts);
  const gave: Gave[] = [];
  const give = (account: string, part: bigint) => void gave.push({ account, micros: part });
  const authors = new Map<number, bigint>();
  let commons = 0n;
  for (const part of parts) {
    const { holder, month, author } = part;
    if (holder === "deferred") {
      give(`2000 ${paid.fact.id}`, part.micros);
      paid.rebase(paid.left - part.micros);
    } else if (holder === "fee" || holder === "platform") give("4000", part.micros);
    else if (holder === "pool") {
      give(`2100 ${month}`, part.micros);
      const { earned, pool } = paid.dues.get(month!) ?? { earned: 0n, pool: 0n };
      paid.dues.set(month!, { earned: earned - part.micros, pool: pool - part.micros });
    } else if (holder === "author")
      authors.set(author!, (authors.get(author!) ?? 0n) + part.micros);
    else if (holder === "commons") commons += part.micros;
    else if (holder === "escrow") {
      const setAside = setAsideOf(model, paid, part);
      if (setAside.to === "2110") commons += part.micros;
      else if (setAside.to) authors.set(author!, (authors.get(author!) ?? 0n) + part.micros);
      else {
        setAside.micros -= part.micros;
        gave.push({ account: `2150 ${author}`, micros: part.micros, setAside });
      }
    } else give("5030", part.micros);
  }
  for (const [author, part] of authors) gave.push(...givenBy(model, author, part));
  const has = model.books.owed("2110");
  const given = commons < has ? commons : has;
  give("2110", given);
  give("5030", commons - given);
  return gave.filter(({ micros: part }) => part > 0n);
}

/** What was set aside of the pool that this part of a charge went into. */
function setAsideOf(model: Model, { fact }: Paid, { month, author }: Part): SetAside {
  const share = model.world.facts.shares.find(
    (one) =>
      one.charge === fact.id &&
      one.month === month &&
      one.holder === "escrow" &&
      one.author === author,
  );
  return model.escrows.find(share?.poolMonth ?? "", fact.reader, author ?? 0);
}

/** What an author may be paid, they give; what they were paid already, they owe. */
function givenBy(model: Model, author: number, micros: bigint): Gave[] {
  const payable = model.books.owed(`2210 ${author}`);
  const given = micros < payable ? micros : payable;
  return [
    { account: `2210 ${author}`, micros: given },
    { account: `1200 ${author}`, micros: micros - given },
  ];
}
