/**
 * The line to the bank, which fails: a request is lost, or comes through late, or its answer is lost. What
 * the site hears then is that nothing is known.
 */
import type { Bank, Outcome, RequestKind } from "../../src/features/bank/bank.ts";
import type { Luck } from "./luck.ts";
import type { BankRequest, OutsideBank } from "./outside-bank.ts";

type Fate = "heard" | "request-lost" | "request-late" | "answer-lost";

const noPage = async (): Promise<never> => {
  throw new Error("nobody goes to a page of the bank's here");
};
/** A bank with pages of its own, which the simulation passes by. */
const NO_PAGES = { checkout: noPage, portal: noPage, onboarding: noPage };

export class Line {
  /** How likely a call fails; 0 when the line is good. */
  trouble = 0;
  /** What happened to the calls of the step at hand, in words. */
  told: string[] = [];
  /** Done once, while the next call is under way: whatever else happens at that moment. */
  meanwhile: (() => Promise<void>) | null = null;
  /** Whether the site knows it as its test bank. */
  isTest = false;
  readonly #bank: OutsideBank;
  readonly #luck: Luck;
  #late: (() => void)[] = [];

  constructor(bank: OutsideBank, luck: Luck) {
    this.#bank = bank;
    this.#luck = luck;
  }

  /** What was on its way arrives. */
  arrive(): void {
    const late = this.#late;
    this.#late = [];
    for (const come of late) come();
  }

  /** The bank as the site sees it. */
  get end(): Bank {
    return {
      ...(this.isTest ? { isTest: true } : { hosted: NO_PAGES }),
      charge: (request) => this.#during(request.key, () => this.#ask("charge", request)),
      refund: (request) => this.#during(request.key, () => this.#ask("refund", request)),
      transfer: (request) => this.#during(request.key, () => this.#ask("transfer", request)),
      lookUp: (kind, key) =>
        this.#during(key, () => {
          if (this.#luck.happens(this.trouble / 2)) return this.#tell(`${key}: no answer`);
          return this.#bank.lookUp(kind, key) as Outcome<typeof kind>;
        }),
      findDispute: async (ref) => {
        const dispute = this.#bank.disputes.get(ref);
        if (!dispute) return null;
        const { openedFeeMicros: _, ...told } = dispute;
        return told;
      },
    };
  }

  /** What happens meanwhile comes before the bank hears of the call, or before we hear its answer. */
  async #during<Answer>(key: string, call: () => Answer): Promise<Answer> {
    const { meanwhile } = this;
    this.meanwhile = null;
    const isBefore = meanwhile !== null && this.#luck.happens(0.5);
    if (isBefore) await meanwhile();
    const answer = call();
    if (!isBefore) await meanwhile?.();
    this.#bank.heard(key);
    return answer;
  }

  #ask<Kind extends RequestKind>(kind: Kind, request: BankRequest): Outcome<Kind> {
    const fate = this.#fate();
    if (fate === "request-lost") return this.#tell(`${request.key}: request lost`);
    if (fate === "request-late") {
      this.#late.push(() => this.#bank.ask(kind, request));
      return this.#tell(`${request.key}: request late`);
    }
    const answer = this.#bank.ask(kind, request) as Outcome<Kind>;
    if (fate === "answer-lost") return this.#tell(`${request.key}: ${answer.state}, answer lost`);
    this.told.push(`${request.key}: ${answer.state}`);
    return answer;
  }

  #fate(): Fate {
    if (!this.#luck.happens(this.trouble)) return "heard";
    return this.#luck.one<Fate>(["request-lost", "request-late", "answer-lost"]);
  }

  #tell(words: string): { state: "unknown" } {
    this.told.push(words);
    return { state: "unknown" };
  }
}
