/** Divides ranges of a month's members, one after the other, by the evidence that was written down for it. */
import { Evidence } from "../../../core/earnings/evidence.ts";
import { Lines } from "../../../core/earnings/lines.ts";
import type { Policy } from "../../../core/earnings/policy.ts";
import { Splitter } from "../../../core/earnings/split.ts";
import type { Month } from "../../../core/time.ts";
import type { Tx } from "../../../store/db.ts";
import { policyOf } from "../../policies/store.ts";
import { gatherEvidence, type MonthStories, monthStories } from "./month-evidence.ts";

interface Prepared {
  policy: Policy;
  stories: MonthStories;
  splitter: Splitter;
}

/** Keeps the columns that its ranges use. */
export class Divider {
  readonly #month: Month;
  readonly #evidence: Evidence;
  readonly #lines = new Lines();
  #prepared: Prepared | null = null;

  constructor(month: Month) {
    this.#month = month;
    this.#evidence = new Evidence(month);
  }

  /** The lines of the members above `after`, up to and with `to`; they are replaced by the next call's. */
  async divide(tx: Tx, after: number, to: number): Promise<{ lines: Lines; policy: Policy }> {
    this.#prepared ??= await this.#prepare(tx);
    const { policy, stories, splitter } = this.#prepared;
    await gatherEvidence(tx, stories, this.#evidence, { month: this.#month, after, to });
    this.#lines.clear();
    splitter.split(this.#evidence, this.#lines);
    return { lines: this.#lines, policy };
  }

  async #prepare(tx: Tx): Promise<Prepared> {
    const { policy } = await policyOf(tx, this.#month);
    const stories = await monthStories(tx, this.#month);
    return { policy, stories, splitter: new Splitter(policy, stories.catalogue) };
  }
}
