/** Buttons, and links that look like them. One filled button a screen at most: the rest are frame or text. */
import type { ComponentChildren } from "preact";
import { classes } from "./classes.ts";

type Look = "filled" | "frame" | "text";

export interface SubmitProps {
  look?: Look;
  small?: boolean;
  disabled?: boolean;
  /** Tell which of several buttons was pressed. */
  name?: string;
  value?: string;
  children: ComponentChildren;
}

export function Submit({ look = "filled", small, disabled, name, value, children }: SubmitProps) {
  return (
    <button
      type="submit"
      class={lookClass(look, small)}
      disabled={disabled}
      name={name}
      value={value}
    >
      {children}
    </button>
  );
}

export interface ButtonLinkProps {
  href: string;
  look?: Look;
  small?: boolean;
  children: ComponentChildren;
}

export function ButtonLink({ href, look = "filled", small, children }: ButtonLinkProps) {
  return (
    <a class={lookClass(look, small)} href={href}>
      {children}
    </a>
  );
}

function lookClass(look: Look, small = false): string | undefined {
  return classes("button", look !== "filled" && look, small && "small");
}
