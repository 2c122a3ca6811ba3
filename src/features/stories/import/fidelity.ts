/** The fidelity report of one page: its own counts beside those of the document made of it. */
import type { Document } from "../document/parse-document.ts";
import type { Conversion } from "./convert.ts";
import { keptCounts, type TakenPart } from "./kept-counts.ts";
import { type Fidelity, lostOf } from "./report.ts";
import { type Counted, sourceCounts } from "./source-counts.ts";
import type { SourceElement } from "./source-tree.ts";

export interface ReportedPage {
  /** What the story is a part of. */
  page: SourceElement;
  root: SourceElement;
  /** What of the root is a field now. */
  taken: readonly TakenPart[];
}

export function fidelityOf(
  { page, root, taken }: ReportedPage,
  { dropped, changed }: Pick<Conversion, "dropped" | "changed">,
  document: Document,
): Fidelity {
  const source = sourceCounts(root);
  const kept = keptCounts(document, taken);
  const lost = lostOf(source.counts, kept.counts, dropped);
  const intact = isSameText(source, kept) && Object.values(lost).every((count) => count === 0);
  const aroundCharacters =
    page === root ? 0 : sourceCounts(page).counts.characters - source.counts.characters;
  const counts = { source: source.counts, kept: kept.counts, lost };
  return { ...counts, intact, dropped, changed, aroundCharacters };
}

/** In the same order; or passage by passage, for a caption or a field may have stood elsewhere. */
function isSameText(source: Counted, kept: Counted): boolean {
  if (source.passages.join("") === kept.passages.join("")) return true;
  const sorted = ({ passages }: Counted) => passages.toSorted().join("\n");
  return sorted(source) === sorted(kept);
}
