/** What an import says of each file, as it is stored and shown. */
import { z } from "zod";

const Counts = z.record(z.string(), z.int());

/** The page as it was counted against the story made of it; absent when no story was made. */
const FidelityColumn = z.object({
  source: Counts,
  kept: Counts,
  lost: Counts,
  intact: z.boolean(),
  dropped: Counts,
  changed: Counts,
});

export const ItemReport = z.object({
  title: z.string(),
  /** Why a file was skipped or refused, or what else its author should know. */
  notes: z.array(z.string()),
  fidelity: FidelityColumn.nullable(),
  pictures: z.object({
    /** Stored here now. */
    rehosted: z.int(),
    /** Still elsewhere, by their addresses. */
    elsewhere: z.array(z.string()),
    refused: z.array(z.object({ src: z.string(), text: z.string() })),
  }),
  published: z.boolean(),
  /** Of the words as the page had them: tells whether the page has changed since. */
  fingerprint: z.string(),
  /** The story's version after this import: tells whether its author has written on since. */
  version: z.int(),
});
export type ItemReport = z.output<typeof ItemReport>;

export const NOTHING_KEPT: ItemReport = {
  title: "",
  notes: [],
  fidelity: null,
  pictures: { rehosted: 0, elsewhere: [], refused: [] },
  published: false,
  fingerprint: "",
  version: 0,
};
