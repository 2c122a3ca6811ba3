/** The fault plan: which calls go wrong, how, and how often. */
import { StandInRefusal } from "./refusal.ts";

export const FAULT_KINDS = [
  /** The connection breaks before the call is heard. */
  "request-lost",
  /** The connection breaks, and the call is heard all the same: after the next that changes something. */
  "request-late",
  /** It is done, and the connection breaks before the answer. */
  "reply-lost",
  /** Too many requests: not done, and not remembered. */
  "429",
  /** Another with this key is under way: not done, and not remembered. */
  "409",
  /** Nothing is done, and the fault is remembered under the key. */
  "500",
  /** It is done, the answer is a fault all the same, and the fault is remembered. */
  "500-done",
  /** A definite no, remembered under the key. */
  "400",
] as const;

export type FaultKind = (typeof FAULT_KINDS)[number];

export interface Fault {
  kind: FaultKind;
  /** "POST /v1/refunds"; a method or the beginning of a path alone will do. */
  call: string;
  /** How many calls it hits. */
  times: number;
  /** How many it lets pass first. */
  after: number;
  /** Of a definite no. */
  code: string | null;
}

export class FaultPlan {
  readonly #faults: Fault[] = [];
  /** Calls that are still on their way. */
  readonly late: (() => void)[] = [];

  add(fault: Fault): void {
    this.#faults.push(fault);
  }

  clear(): void {
    this.#faults.length = 0;
    this.late.length = 0;
  }

  /** The fault that this call meets, used up by it. */
  take(method: string, path: string): Fault | null {
    const fault = this.#faults.find(
      ({ call, times }) => times > 0 && `${method} ${path}`.includes(call),
    );
    if (!fault) return null;
    if (fault.after > 0) {
      fault.after--;
      return null;
    }
    fault.times--;
    return fault;
  }
}

/** What a fault answers with. */
export function refusalOf({ kind, code }: Fault): StandInRefusal {
  if (kind === "429") {
    const message = "Too many requests hit the API too quickly.";
    return new StandInRefusal(429, { code: "rate_limit", message });
  }
  if (kind === "409") {
    const message = "There is currently another in-progress request using this idempotency key.";
    return new StandInRefusal(409, { code: "idempotency_key_in_use", message });
  }
  if (kind === "400") {
    return new StandInRefusal(400, { code, message: "This was refused, as planned." });
  }
  const message = "An unknown error occurred.";
  return new StandInRefusal(500, { type: "api_error", message });
}
