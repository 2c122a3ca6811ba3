/** One line that opens into what is behind it. */
import type { ComponentChildren } from "preact";

export interface UnfoldProps {
  summary: ComponentChildren;
  open?: boolean;
  children: ComponentChildren;
}

export function Unfold({ summary, open, children }: UnfoldProps) {
  return (
    <details class="unfold" open={open}>
      <summary>{summary}</summary>
      <div class="within">{children}</div>
    </details>
  );
}
