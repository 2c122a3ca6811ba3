/** How a payout stands, in a word. */
import { State } from "../../web/parts/state.tsx";
import type { Payout } from "./store.ts";

const STATES: Record<Payout["state"], { is: "open" | "done" | "stopped"; word: string }> = {
  asked: { is: "open", word: "Waiting" },
  sent: { is: "open", word: "On its way" },
  paid: { is: "done", word: "Paid" },
  refused: { is: "stopped", word: "Not paid" },
  failed: { is: "stopped", word: "Came back" },
  returned: { is: "stopped", word: "Returned" },
};

export function PayoutState({ state }: Pick<Payout, "state">) {
  const { is, word } = STATES[state];
  return <State is={is}>{word}</State>;
}
