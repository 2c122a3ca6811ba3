/** The picture of a person or publication; their initials when there is none. */
import { classes } from "./classes.ts";

export interface AvatarProps {
  name: string;
  src: string | null;
  /** 24, 44 or 112 px. */
  size?: "small" | "medium" | "large";
}

const PIXELS = { small: 24, medium: 44, large: 112 };

/** Says nothing to a screen reader: the name always stands beside it. */
export function Avatar({ name, src, size = "small" }: AvatarProps) {
  const className = classes("avatar", size !== "small" && size);
  if (src) {
    return <img class={className} src={src} alt="" width={PIXELS[size]} height={PIXELS[size]} />;
  }
  return (
    <span class={className} aria-hidden="true">
      {initials(name)}
    </span>
  );
}

/** The first letters of the first and last word: "Ada M. Reyes" is "AR". */
export function initials(name: string): string {
  const words = name.trim().split(/\s+/);
  const ends = words.length > 1 ? [words[0], words.at(-1)] : words;
  return ends.map((word) => [...(word ?? "")][0]?.toLocaleUpperCase() ?? "").join("");
}
