/** The fidelity report: what a page had, what was kept of it, and what became of the rest. */

/** Things counted in the page and in the document made of it. */
export interface Counts {
  /** Characters that are not white space. */
  characters: number;
  paragraphs: number;
  headings: number;
  listItems: number;
  quotes: number;
  codeBlocks: number;
  tables: number;
  links: number;
  images: number;
}

export const COUNTED = [
  "characters",
  "paragraphs",
  "headings",
  "listItems",
  "quotes",
  "codeBlocks",
  "tables",
  "links",
  "images",
] as const satisfies readonly (keyof Counts)[];

export type Tally<Kind extends string> = Partial<Record<Kind, number>>;

/** What was left out of the story, on purpose. */
export type DroppedKind =
  | "script"
  | "style"
  | "handler"
  | "program"
  | "control"
  | "hidden"
  | "drawing"
  | "tracker"
  | "picture-without-address"
  | "picture-in-code"
  | "unsafe-link"
  | "link-in-code"
  | "link-in-title"
  | "embed-in-code"
  | "embed-without-address";

/** What is in the story in another form. */
export type ChangedKind = "embed" | "formatting" | "flattened" | "note-in-title" | "repeated";

/** Why, in words: "3 × …". */
export const droppedSentences: Record<DroppedKind, string> = {
  script: "Scripts. A story never runs programs.",
  style: "Style sheets. Stories here are set in the site’s own type.",
  handler: "Attributes that run programs.",
  program: "Frames and programs.",
  control: "Buttons and form fields.",
  hidden: "Parts the page itself hides.",
  drawing: "Drawings written into the page (SVG, canvas). Add them as pictures.",
  tracker: "Invisible pictures that count openings.",
  "picture-without-address":
    "Pictures without an address they can be fetched from. Add them by hand.",
  "picture-in-code": "Pictures inside code.",
  "unsafe-link": "Links to addresses that are not http, https or mail. Their text is kept.",
  "link-in-code": "Links inside code. Their text is kept.",
  "link-in-title": "Links in the title. Their text is kept.",
  "embed-in-code": "Embedded things inside code.",
  "embed-without-address": "Embedded things without an address to link to.",
};

export const changedSentences: Record<ChangedKind, string> = {
  embed: "Embedded things are now links.",
  formatting: "Underlined, struck-through, raised or marked text is now plain.",
  flattened: "Lists, quotes or tables nested too deep or misplaced are now paragraphs.",
  "note-in-title": "References to notes stood in the title and now stand before the text.",
  repeated: "Headings that repeat the title or subtitle are shown once.",
};

export interface Fidelity {
  source: Counts;
  /** In the document and its fields: title, subtitle and kicker taken from the text count here. */
  kept: Counts;
  /** Neither kept nor left out on purpose; all 0 unless we are at fault. */
  lost: Counts;
  /** Nothing lost, and the text is the same character for character, white space aside. */
  intact: boolean;
  dropped: Tally<DroppedKind>;
  changed: Tally<ChangedKind>;
  /** Characters of the page outside the story: menus, footers, other stories. */
  aroundCharacters: number;
}

/** Which count a thing left out is missing from. */
const DROPPED_COUNTS: readonly (readonly [DroppedKind, keyof Counts])[] = [
  ["tracker", "images"],
  ["picture-without-address", "images"],
  ["picture-in-code", "images"],
  ["unsafe-link", "links"],
  ["link-in-code", "links"],
  ["link-in-title", "links"],
];

/** What the source has beyond what was kept and what was left out on purpose. */
export function lostOf(source: Counts, kept: Counts, dropped: Tally<DroppedKind>): Counts {
  const lost = { ...source };
  for (const what of COUNTED) lost[what] -= kept[what];
  for (const [kind, what] of DROPPED_COUNTS) lost[what] -= dropped[kind] ?? 0;
  for (const what of COUNTED) lost[what] = Math.max(0, lost[what]);
  return lost;
}
