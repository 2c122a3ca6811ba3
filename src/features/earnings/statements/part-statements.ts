/**
 * Working out what each bonus made of a closed month's statements: the month is divided once more from
 * the same evidence, and each line taken apart as it comes. Nothing of the close waits for it.
 */
import { assert } from "../../../core/assert.ts";
import { Evidence } from "../../../core/earnings/evidence.ts";
import { Lines } from "../../../core/earnings/lines.ts";
import { PARTS, PartSums } from "../../../core/earnings/parts.ts";
import { Splitter } from "../../../core/earnings/split.ts";
import type { Month } from "../../../core/time.ts";
import type { Database, Tx } from "../../../store/db.ts";
import { policyOf } from "../../policies/store.ts";
import { findClosing, nextRange } from "../closing/closing-store.ts";
import { gatherEvidence, monthStories } from "../closing/month-evidence.ts";
import { insertParts, isParted, markParted, misfits, type StoryPart } from "./parts-store.ts";

const RANGE_MEMBERS = 10_000;

/** Once for each closed month; all of it or nothing. False when there was nothing to do. */
export async function partStatements(db: Database, at: Date, month: Month): Promise<boolean> {
  const closing = await findClosing(db, month);
  if (closing?.state !== "closed" || (await isParted(db, month))) return false;
  return db.transaction(async (tx) => {
    if (!(await markParted(tx, at, month))) return false;
    await insertParts(tx, month, await partsOfMonth(tx, month));
    const wrong = await misfits(tx, month);
    assert(wrong.length === 0, "the parts of every story are what it earned");
    return true;
  });
}

async function partsOfMonth(tx: Tx, month: Month): Promise<StoryPart[]> {
  const { policy } = await policyOf(tx, month);
  const stories = await monthStories(tx, month);
  const { catalogue } = stories;
  const splitter = new Splitter(policy, catalogue);
  const sums = new PartSums(policy, catalogue);
  const [evidence, lines] = [new Evidence(month), new Lines()];
  let after = 0;
  for (;;) {
    const { lastId } = await nextRange(tx, month, after, RANGE_MEMBERS);
    if (lastId === null) break;
    await gatherEvidence(tx, stories, evidence, { month, after, to: lastId });
    lines.clear();
    splitter.split(evidence, lines, (first) => sums.add(splitter, lines, first));
    after = lastId;
  }
  return [...catalogue.storyIds].flatMap((storyId, place) =>
    sums.ofStory(place).flatMap((micros, index) => {
      const part = PARTS[index];
      return part !== undefined && micros > 0n ? [{ storyId, part, micros }] : [];
    }),
  );
}
