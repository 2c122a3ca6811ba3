/** The receipt of a story's amount: each reader's part, computed anew by the engine that divided it. */
import { Evidence } from "../../../core/earnings/evidence.ts";
import {
  type AuthorReceipt,
  receiptOf,
  type StoryReceipt,
} from "../../../core/earnings/receipt.ts";
import type { MemberId, StoryId } from "../../../core/ids.ts";
import type { Micros } from "../../../core/money.ts";
import type { Month } from "../../../core/time.ts";
import type { Database, Tx } from "../../../store/db.ts";
import { policyOf } from "../../policies/store.ts";
import { gatherEvidence, type MonthStories, monthStories } from "../closing/month-evidence.ts";
import { storyReaders } from "./statement-store.ts";

/** Readers are shown one by one up to this many, the largest first. */
export const READERS_SHOWN = 40;

/** One reader's part, without who they are. */
export interface ReaderPart {
  poolMicros: Micros;
  /** Of all the authors this reader read. */
  weightSum: bigint;
  author: AuthorReceipt;
  story: StoryReceipt;
}

export async function readerParts(
  db: Database,
  month: Month,
  story: StoryId,
): Promise<ReaderPart[]> {
  return db.transaction(async (tx) => {
    const readers = await storyReaders(tx, month, story, READERS_SHOWN);
    const stories = await monthStories(tx, month);
    const parts: ReaderPart[] = [];
    for (const reader of readers) parts.push(await partOf(tx, { month, story, reader, stories }));
    return parts;
  });
}

interface Asked {
  month: Month;
  story: StoryId;
  reader: MemberId;
  stories: MonthStories;
}

async function partOf(tx: Tx, { month, story, reader, stories }: Asked): Promise<ReaderPart> {
  const { policy } = await policyOf(tx, month);
  const evidence = new Evidence(month);
  await gatherEvidence(tx, stories, evidence, { month, after: reader - 1, to: reader });
  const receipt = receiptOf(policy, stories.catalogue, evidence);
  for (const author of receipt.authors) {
    const found = author.stories.find(({ storyId }) => storyId === story);
    if (!found) continue;
    const { poolMicros, weightSum } = receipt;
    return { poolMicros, weightSum, author, story: found };
  }
  throw new Error(`Not so: the line of story ${story} is on the receipt of its reader`);
}
