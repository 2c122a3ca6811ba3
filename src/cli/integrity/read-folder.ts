/** A folder of files as events, each row checked (docs/operating/integrity-files.md). */
import type { Events, Shown } from "../../core/integrity/events.ts";
import type { FileName } from "./folder-files.ts";
import { Source } from "./source.ts";
import {
  readAccounts,
  readClaps,
  readFollows,
  readReads,
  readResponses,
  readShown,
  readStories,
  type SelfFollows,
} from "./tables.ts";

export interface Folder {
  readonly events: Events;
  /** The text of each response, or null where the file has none. */
  readonly texts: readonly string[] | null;
  /** Rows of `follows.csv` that are not among the follows. */
  readonly self: SelfFollows;
  /** Whether ids of accounts are written without a sign, up to 2^32 − 1. */
  readonly unsigned: boolean;
  readonly rows: Readonly<Record<FileName, number>>;
  /** Files that are not there, and columns that nobody asked for. */
  readonly missing: readonly FileName[];
  readonly unread: readonly string[];
  /** Events with one's own stories, which say nothing of others and are left out. */
  readonly own: { readonly reads: number; readonly claps: number; readonly shown: number };
}

/** Throws a `CommandError` with file and line for the first row that is not as it should be. */
export function readFolder(path: string): Folder {
  const source = new Source(path);
  const { accounts, unsigned } = readAccounts(source);
  const stories = readStories(source);
  const { follows, self } = readFollows(source);
  const { own: ownReads, ...reads } = readReads(source, stories);
  const { own: ownClaps, ...claps } = readClaps(source, stories);
  const { responses, texts } = readResponses(source);
  const { own: ownShown, ...shown } = readShown(source, stories);
  const happened = { follows, reads, claps, responses };
  const recorded = source.has("shown") ? shown : null;
  return {
    events: {
      accounts,
      stories,
      ...happened,
      shown: recorded,
      until: untilOf(accounts, { ...happened, shown }),
    },
    ...{ texts, self, unsigned, rows: source.rows },
    ...{ missing: source.missing(), unread: source.unread() },
    own: { reads: ownReads, claps: ownClaps, shown: ownShown },
  };
}

type Happened = Pick<Events, "follows" | "reads" | "claps" | "responses"> & { shown: Shown };

/** When the last thing happened, or the last account joined if nothing did. */
function untilOf(accounts: Events["accounts"], happened: Happened): number {
  const { follows, reads, claps, responses, shown } = happened;
  const ended = follows.unfollowedAt.filter((at) => at < Number.POSITIVE_INFINITY);
  const last = latest([follows.at, ended, reads.at, claps.at, responses.at, shown.at]);
  return last > Number.NEGATIVE_INFINITY ? last : Math.max(0, latest([accounts.joined]));
}

function latest(columns: readonly Float64Array[]): number {
  let last = Number.NEGATIVE_INFINITY;
  for (const column of columns) for (const at of column) if (at > last) last = at;
  return last;
}
