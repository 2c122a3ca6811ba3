import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { type Report, type Standing, type Step, stepsTo } from "./delivery.ts";

/** "paid a", "failed a", "sent", "returned t". */
function report(text: string): Report {
  const [state, ref = ""] = text.split(" ");
  if (state === "paid") return { state, ref };
  if (state === "failed") return { state, ref, reason: "account closed" };
  return state === "returned" ? { state, ref } : { state: "sent" };
}

const said = (step: Step) =>
  step.step === "transferred"
    ? "transferred"
    : `${step.step}${"journal" in step && !step.journal ? " quietly" : ""} ${step.ref}`;

/** How a payout stands after these reports, and the steps on the way. */
function outcomeOf(reports: readonly string[]) {
  let standing: Standing = { state: "asked", paidRef: null, failedRefs: [] };
  const steps: Step[] = [];
  for (const text of reports) {
    for (const step of stepsTo(standing, report(text))) {
      steps.push(step);
      standing = moved(standing, step);
    }
  }
  return { ...standing, steps: steps.map(said).join(", ") };
}

function moved({ failedRefs }: Standing, step: Step): Standing {
  if (step.step === "transferred") return { state: "sent", paidRef: null, failedRefs };
  if (step.step === "failed")
    return { state: "failed", paidRef: null, failedRefs: [...failedRefs, step.ref] };
  const paidRef = step.step === "paid" ? step.ref : null;
  return { state: step.step, paidRef, failedRefs };
}

describe("a delivery", () => {
  it.each([
    [["sent"], "transferred"],
    [["paid a"], "transferred, paid a"],
    [["sent", "paid a", "paid a"], "transferred, paid a"],
    [["paid a", "failed a"], "transferred, paid a, failed a"],
    [["paid a", "failed a", "failed a", "paid a"], "transferred, paid a, failed a"],
    [["paid a", "failed a", "paid b"], "transferred, paid a, failed a, paid b"],
    [
      ["paid a", "failed a", "paid b", "failed a", "paid a"],
      "transferred, paid a, failed a, paid b",
    ],
    // Never seen paid, so nothing is taken back; and never paid afterwards under that name.
    [["sent", "failed a", "paid a"], "transferred, failed quietly a"],
    [["sent", "failed a", "paid b"], "transferred, failed quietly a, paid b"],
    // Nobody told us that the first came back.
    [["paid a", "paid b"], "transferred, paid a, failed a, paid b"],
    [["paid a", "failed b"], "transferred, paid a, failed a, failed quietly b"],
    [["sent", "returned t"], "transferred, returned t"],
    [["paid a", "returned t"], "transferred, paid a, failed a, returned t"],
    [["paid a", "failed a", "returned t"], "transferred, paid a, failed a, returned t"],
    [["returned t", "paid a", "sent", "returned t"], "transferred, returned t"],
  ])("of %j is booked as: %s", (reports, steps) => {
    expect(outcomeOf(reports).steps).toBe(steps);
  });

  it("moves nothing once the payout is refused", () => {
    const refused: Standing = { state: "refused", paidRef: null, failedRefs: [] };
    expect(stepsTo(refused, report("paid a"))).toEqual([]);
  });
});

/** What really happens: each delivery is paid or not, fails, and the last one stays or all returns. */
const anyHistory = fc
  .record({
    tries: fc.array(fc.boolean(), { maxLength: 4 }),
    end: fc.constantFrom("paid z", "failed z", "returned t", "sent"),
  })
  .map(({ tries, end }) => [
    "sent",
    ...tries.flatMap((paid, index) => [...(paid ? [`paid ${index}`] : []), `failed ${index}`]),
    ...(end === "failed z" ? ["paid z", end] : end === "sent" ? [] : [end]),
  ]);

describe("however a delivery is reported", () => {
  it("ends where it really ended, with steps left out and old news among them", () => {
    const anyLooks = fc.array(fc.tuple(fc.nat(9), fc.nat(9)), { maxLength: 12 });
    fc.assert(
      fc.property(anyHistory, anyLooks, (history, looks) => {
        // Looks come in order of time; now and then one that was heard before comes again.
        const times = looks.map(([time]) => time % history.length).sort((a, b) => a - b);
        const heard = times.flatMap((time, index) => {
          const again = looks[index]![1] % (index + 1);
          return [history[time]!, history[times[again]!]!];
        });
        const end = history.at(-1)!;
        const { state, paidRef } = outcomeOf([...heard, end]);
        expect(state).toBe(end.split(" ")[0]);
        expect(paidRef).toBe(state === "paid" ? end.split(" ")[1] : null);
      }),
    );
  });

  it("what was booked as paid and not as failed is one delivery at the most", () => {
    const anyReport = fc.constantFrom(
      "sent",
      "paid a",
      "paid b",
      "failed a",
      "failed b",
      "returned t",
    );
    fc.assert(
      fc.property(fc.array(anyReport, { minLength: 1, maxLength: 10 }), (reports) => {
        const steps = outcomeOf(reports).steps.split(", ");
        const count = (word: string) => steps.filter((step) => step.startsWith(`${word} `)).length;
        const standing = count("paid") - (count("failed") - count("failed quietly"));
        expect([0, 1]).toContain(standing);
        expect(new Set(steps).size).toBe(steps.length);
      }),
    );
  });
});
