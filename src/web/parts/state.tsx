/** Where a thing stands, in a word with a mark: ○ waiting or under way, ● done, ■ stopped. */
import type { ComponentChildren } from "preact";
import { classes } from "./classes.ts";

export interface StateProps {
  is: "open" | "done" | "stopped";
  children: ComponentChildren;
}

export function State({ is, children }: StateProps) {
  return (
    <span class={classes("state", is !== "open" && is)}>
      <span class="mark" />
      {children}
    </span>
  );
}
