/** What would change the verdict, in words that can be checked. */

import type { CaseEvidence } from "../../../core/integrity/cases/snapshot.ts";
import { QUEUE_FROM } from "../../../core/integrity/score.ts";
import { Day } from "../../../web/parts/day.tsx";
import { CHANNEL_WORDS, count, instantOf, oneIn, plural } from "../words.ts";

export function ChangeSection({ evidence }: { evidence: CaseEvidence }) {
  const { traded, afterReading, fadesAt, withoutFirst } = evidence.change;
  const [first] = evidence.channels;
  return (
    <section>
      <h2>What would change the verdict</h2>
      <ul class="facts">
        {traded > 0 && (
          <li>
            <strong>Reading.</strong> If each read one story of the other to its end,{" "}
            {count(afterReading)} of the {plural(traded, "traded tie", "traded ties")} shown would
            be traded no more.
          </li>
        )}
        {traded > 0 && (
          <li>
            <strong>Time.</strong>{" "}
            {fadesAt === null ? (
              "By themselves these ties do not fade: what speaks against them is that they are not read."
            ) : (
              <>
                If nothing is added, half of these ties are traded no more by{" "}
                <Day at={instantOf(fadesAt)} />.
              </>
            )}
          </li>
        )}
        {first && withoutFirst && (
          <li>
            <strong>Other evidence.</strong> Without {CHANNEL_WORDS[first.channel].by},{" "}
            {leftOver(withoutFirst.surprise)}
          </li>
        )}
        <li>
          <strong>A reason we cannot see:</strong> a class, a newsroom, a family that reads on
          paper. Ask, before it costs somebody.
        </li>
      </ul>
    </section>
  );
}

/** One honest account in twenty is nothing to speak of. */
const USUAL = Math.log(20);

function leftOver(surprise: number): string {
  if (surprise < USUAL) return "what is left is like most accounts.";
  const found = `what is left is found with ${oneIn(surprise)} honest accounts`;
  return surprise < QUEUE_FROM
    ? `${found}, and nobody would have been asked to look.`
    : `${found}: a person would still look.`;
}
