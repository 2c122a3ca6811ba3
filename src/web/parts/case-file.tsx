/** Something a reviewer must decide: the finding, the evidence on both sides, the decision at the end. */
import type { ComponentChildren } from "preact";

export interface Evidence {
  fact: ComponentChildren;
  note?: ComponentChildren;
}

export interface CaseFileProps {
  /** What was found, in a sentence or two. */
  finding: ComponentChildren;
  against: readonly Evidence[];
  inFavour: readonly Evidence[];
  /** What the evidence was drawn from, between it and the decision. */
  exhibits?: ComponentChildren;
  /** The form that decides, or the decision. */
  decision: ComponentChildren;
}

export function CaseFile({ finding, against, inFavour, exhibits, decision }: CaseFileProps) {
  return (
    <div class="case">
      <div class="finding">{finding}</div>
      <div class="evidence">
        <Side title="Evidence against" evidence={against} />
        <Side title="Evidence in favour" evidence={inFavour} />
      </div>
      {exhibits}
      <section class="decision">
        <h2>Decision</h2>
        {decision}
      </section>
    </div>
  );
}

function Side({ title, evidence }: { title: string; evidence: readonly Evidence[] }) {
  return (
    <section>
      <h2>{title}</h2>
      {evidence.length === 0 && <p class="quiet">Nothing was found.</p>}
      <ul>
        {evidence.map(({ fact, note }, index) => (
          <li key={index}>
            {fact}
            {note && <span class="note">{note}</span>}
          </li>
        ))}
      </ul>
    </section>
  );
}
