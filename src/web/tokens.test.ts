/** The colours, measured: every text on every ground it may stand on, in both schemes. */
import { readdirSync, readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";

const STYLES = new URL("../styles/", import.meta.url);

type Scheme = "light" | "dark";
const tokens = colours(readFileSync(new URL("tokens.css", STYLES), "utf8"));

const TEXTS = ["ink", "second", "accent", "warning"];
const GROUNDS = ["paper", "tint", "marker"];
const PAIRS = [
  ...TEXTS.flatMap((text) => GROUNDS.map((ground) => ({ text, ground }))),
  { text: "on-accent", ground: "accent" },
];

describe.each<Scheme>(["light", "dark"])("on the %s scheme", (scheme) => {
  it.each(PAIRS)("$text on $ground is read at 4.5 : 1", ({ text, ground }) => {
    expect(contrast(colour(text, scheme), colour(ground, scheme))).toBeGreaterThanOrEqual(4.5);
  });

  it("the frame of a control stands out from the paper at 3 : 1", () => {
    expect(contrast(colour("frame", scheme), colour("paper", scheme))).toBeGreaterThanOrEqual(3);
  });
});

describe("the tokens", () => {
  it("are all measured, or are lines", () => {
    const measured = [...TEXTS, ...GROUNDS, "on-accent", "frame", "hairline"];
    expect([...tokens.keys()].toSorted()).toEqual(measured.toSorted());
  });

  it("are the only place with a colour", () => {
    const others = readdirSync(STYLES).filter(
      (file) => /\.css$/.test(file) && file !== "tokens.css",
    );
    const strange = others.flatMap((file) =>
      [...readFileSync(new URL(file, STYLES), "utf8").matchAll(COLOUR)].map((match) => [
        file,
        match[0],
      ]),
    );
    expect(others.length).toBeGreaterThan(5);
    expect(strange).toEqual([]);
  });
});

/** A colour written out in a declaration; ids such as `#responses` are not of this form. */
const COLOUR =
  /#(?:[0-9a-f]{3,4}|[0-9a-f]{6}|[0-9a-f]{8})\b(?=[^{}]*[;}])|\b(?:rgb|hsl|hwb|lab|lch|oklab|oklch|color)a?\(|:[^;{}]*\b(?:white|black|gr[ae]y|red|green|blue)\b(?![-\w])/gi;

/** `--ink: light-dark(#1b1a17, #ece9e2)` by name. */
function colours(css: string): Map<string, Record<Scheme, string>> {
  const found = css.matchAll(/--([\w-]+):\s*light-dark\(\s*(#[0-9a-f]{6}),\s*(#[0-9a-f]{6})\s*\)/g);
  return new Map(
    [...found].map(([, name, light, dark]) => [name!, { light: light!, dark: dark! }]),
  );
}

function colour(name: string, scheme: Scheme): string {
  const both = tokens.get(name);
  if (!both) throw new Error(`tokens.css has no colour --${name}`);
  return both[scheme];
}

/** WCAG 2.2, "contrast ratio" and "relative luminance": https://www.w3.org/TR/WCAG22/#dfn-contrast-ratio */
function contrast(one: string, other: string): number {
  const [low, high] = [luminance(one), luminance(other)].toSorted((a, b) => a - b);
  return (high! + 0.05) / (low! + 0.05);
}

function luminance(hex: string): number {
  const [red, green, blue] = [1, 3, 5].map((at) => linear(parseInt(hex.slice(at, at + 2), 16)));
  return 0.2126 * red! + 0.7152 * green! + 0.0722 * blue!;
}

function linear(channel: number): number {
  const share = channel / 255;
  return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
}
