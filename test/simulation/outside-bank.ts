/**
 * The bank of a simulation: an outside party that remembers everything, in memory. It is strict: the same
 * key with another body is a fault of ours, and so is an amount that is not whole cents.
 *
 * What it holds for us is counted here from what it did, and from nothing that we believe of it.
 */
import type {
  Absent,
  Answer,
  Card,
  CardDecline,
  Delivery,
  Dispute,
  RequestKind,
} from "../../src/features/bank/bank.ts";
import type { Luck } from "./luck.ts";

export interface BankRequest {
  key: string;
  micros: bigint;
  currency: string;
  card?: Card;
  chargeRef?: string;
  account?: string;
}

/** What became of a request that arrived. */
export interface Entry {
  kind: RequestKind;
  key: string;
  body: string;
  micros: bigint;
  /** The charge that a refund is of; the account that a transfer goes to. */
  target: string;
  answer: Answer<RequestKind>;
  feeMicros: bigint;
  /** When its money last went on, by the simulation's clock. */
  movedAt: number;
}

/** `feeMicros` may change when it is decided. */
export interface BankDispute extends Dispute {
  openedFeeMicros: bigint;
}

/** A fault that the bank found in what we asked. */
export class BankFault extends Error {}

/** By the last four digits: what comes of the first charge, and of later ones with the kept card. */
const CARDS: Record<string, [CardDecline | null, CardDecline | null]> = {
  "4242": [null, null],
  "0002": ["card-declined", "card-declined"],
  "9987": [null, "card-declined"],
  "9995": ["insufficient-funds", "insufficient-funds"],
};

export class OutsideBank {
  readonly entries = new Map<string, Entry>();
  readonly disputes = new Map<string, BankDispute>();
  readonly #luck: Luck;
  readonly #clock: () => number;
  readonly #heard = new Map<string, number[]>();
  #refs = 0;

  constructor(luck: Luck, clock: () => number) {
    this.#luck = luck;
    this.#clock = clock;
  }

  /** Decides once for each key; whoever asks again hears what was decided. */
  ask(kind: RequestKind, request: BankRequest): Answer<RequestKind> {
    const body = JSON.stringify({ kind, ...request, micros: String(request.micros) });
    const known = this.entries.get(request.key);
    if (known && known.body !== body)
      throw new BankFault(`the key ${request.key} came with two bodies: ${known.body}, ${body}`);
    if (known) return known.answer;
    if (request.micros <= 0n || request.micros % 10_000n !== 0n)
      throw new BankFault(`${request.key} asks for ${request.micros}, which is no whole cents`);
    const answer = this.#decide(kind, request);
    const feeMicros = answer.state === "settled" ? answer.feeMicros : 0n;
    const target = request.chargeRef ?? request.account ?? "";
    const { key, micros } = request;
    const entry = { kind, key, body, micros, target, answer, feeMicros, movedAt: this.#clock() };
    this.entries.set(key, entry);
    return answer;
  }

  /** The site knows now what was asked under the key, whatever else happened while it waited. */
  heard(key: string): void {
    this.#heard.set(key, [...(this.#heard.get(key) ?? []), this.#clock()]);
  }

  /** When the site first heard of the key from `at` on; `at` when it never did. */
  heardFrom(key: string, at: number): number {
    return this.#heard.get(key)?.find((heard) => heard >= at) ?? at;
  }

  lookUp(kind: RequestKind, key: string): Answer<RequestKind> | Absent {
    const known = this.entries.get(key);
    return known?.kind === kind ? known.answer : { state: "absent" };
  }

  /** What it holds for us: charges, less fees, refunds, transfers and disputes. */
  get balanceMicros(): bigint {
    let balance = 0n;
    for (const { kind, micros, answer, feeMicros } of this.entries.values()) {
      if (answer.state !== "settled") continue;
      balance += (kind === "charge" ? micros : -micros) - feeMicros;
      if ("delivery" in answer && answer.delivery.state === "returned") balance += micros;
    }
    for (const { micros, feeMicros, state } of this.disputes.values())
      balance -= feeMicros + (state === "won" ? 0n : micros);
    return balance;
  }

  /** Of a charge, what was neither given back nor is disputed. */
  leftOf(chargeRef: string): bigint {
    let left = 0n;
    for (const { kind, micros, target, answer } of this.entries.values()) {
      if (answer.state !== "settled") continue;
      if (kind === "charge" && answer.ref === chargeRef) left += micros;
      if (kind === "refund" && target === chargeRef) left -= micros;
    }
    for (const dispute of this.disputes.values())
      if (dispute.chargeRef === chargeRef && dispute.state !== "won") left -= dispute.micros;
    return left;
  }

  /** A cardholder takes back what is left of a charge, or a part of it. Gives the dispute's name. */
  dispute(chargeRef: string, micros: bigint): string {
    const ref = this.#ref("dp");
    const feeMicros = 15_000_000n;
    const dispute = { ref, chargeRef, micros, feeMicros, state: "open" as const };
    this.disputes.set(ref, { ...dispute, openedFeeMicros: feeMicros });
    return ref;
  }

  decide(dispute: BankDispute, state: "won" | "lost"): void {
    dispute.state = state;
    if (state === "won" && this.#luck.happens(0.5)) dispute.feeMicros = 0n;
  }

  /** The next thing that happens to a transfer's money; what was returned stays so. */
  deliver(entry: Entry, next: "paid" | "failed" | "returned"): void {
    const { answer } = entry;
    if (!("delivery" in answer)) throw new Error(`${entry.key} is no settled transfer`);
    const deliveries: Record<typeof next, () => Delivery> = {
      paid: () => ({ state: "paid", ref: this.#ref("po") }),
      failed: () => ({ state: "failed", ref: this.#arrivalOf(answer.delivery), reason: "closed" }),
      returned: () => ({ state: "returned", ref: this.#ref("trr") }),
    };
    entry.answer = { ...answer, delivery: deliveries[next]() };
    entry.movedAt = this.#clock();
  }

  #arrivalOf(delivery: Delivery): string {
    return delivery.state === "paid" ? delivery.ref : this.#ref("po");
  }

  #decide(kind: RequestKind, request: BankRequest): Answer<RequestKind> {
    if (kind === "charge") return this.#decideCharge(request);
    if (kind === "refund") return this.#decideRefund(request);
    return this.#decideTransfer(request.account ?? "");
  }

  #decideCharge({ micros, card }: BankRequest): Answer<"charge"> {
    if (!card) throw new BankFault("a charge without a card");
    const again = "token" in card;
    const last4 = again ? card.token.slice(-4) : card.number.replaceAll(" ", "").slice(-4);
    const decline = CARDS[last4]?.[again ? 1 : 0] ?? null;
    if (decline) return { state: "declined", reason: decline };
    const usual = ((micros * 29n) / 1000n / 10_000n) * 10_000n + 300_000n;
    const feeMicros = this.#luck.happens(0.8) ? usual : BigInt(this.#luck.whole(0, 120)) * 10_000n;
    const token = `card_${last4}`;
    return { state: "settled", ref: this.#ref("ch"), feeMicros, card: { token, last4 } };
  }

  #decideRefund({ micros, chargeRef = "" }: BankRequest): Answer<"refund"> {
    if (this.#luck.happens(0.12)) return { state: "declined", reason: "no-such-charge" };
    if (this.leftOf(chargeRef) < micros) return { state: "declined", reason: "more-than-charged" };
    const feeMicros = this.#luck.happens(0.2) ? 100_000n : 0n;
    return { state: "settled", ref: this.#ref("re"), feeMicros };
  }

  #decideTransfer(account: string): Answer<"transfer"> {
    const refuses = account.includes("refuses") || this.#luck.happens(0.12);
    if (refuses) return { state: "declined", reason: "account-refuses" };
    const feeMicros = this.#luck.happens(0.2) ? 250_000n : 0n;
    const ref = this.#ref("tr");
    const sent = this.#luck.happens(0.4);
    const delivery = sent ? ({ state: "sent" } as const) : ({ state: "paid", ref } as const);
    return { state: "settled", ref, feeMicros, delivery };
  }

  #ref(prefix: string): string {
    this.#refs += 1;
    return `${prefix}_${this.#refs}`;
  }
}
