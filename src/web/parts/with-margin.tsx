/** A main column with a quiet margin at its end; under it on a narrow screen. */
import type { ComponentChildren } from "preact";

export interface WithMarginProps {
  margin: ComponentChildren;
  /** What the margin is, for a screen reader. */
  label: string;
  children: ComponentChildren;
}

export function WithMargin({ margin, label, children }: WithMarginProps) {
  return (
    <div class="with-margin">
      <div>{children}</div>
      <aside class="margin" aria-label={label}>
        {margin}
      </aside>
    </div>
  );
}
