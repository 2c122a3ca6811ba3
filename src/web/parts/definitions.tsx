/** Names and values: in rows, or as a few large figures at the head of a page. */
import type { ComponentChildren } from "preact";
import { classes } from "./classes.ts";

export interface Definition {
  term: string;
  value: ComponentChildren;
  note?: ComponentChildren;
}

export interface DefinitionsProps {
  items: readonly Definition[];
  look?: "rows" | "figures";
}

export function Definitions({ items, look = "rows" }: DefinitionsProps) {
  return (
    <dl class={classes("definitions", look === "figures" && "figures")}>
      {items.map(({ term, value, note }) => (
        <div key={term}>
          <dt>{term}</dt>
          <dd>
            {value}
            {note && <span class="note">{note}</span>}
          </dd>
        </div>
      ))}
    </dl>
  );
}
