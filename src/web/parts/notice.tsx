/** A note across the page: what was done, or what was refused and why. */
import type { ComponentChildren } from "preact";
import { classes } from "./classes.ts";

export interface NoticeProps {
  /** "refused" is read out at once; "done" when there is a pause. */
  tone?: "done" | "refused";
  /** The word that carries the tone without its colour, such as "Saved" or "Not sent". */
  title: string;
  children?: ComponentChildren;
}

export function Notice({ tone = "done", title, children }: NoticeProps) {
  const refused = tone === "refused";
  return (
    <div class={classes("notice", refused && "refused")} role={refused ? "alert" : "status"}>
      <p class="title">{title}</p>
      {children && <div>{children}</div>}
    </div>
  );
}
