/** What an honest group would look like that a group of traders resembles: told in favour of its members. */
import type { Bindings } from "./bindings.ts";
import type { Events } from "./events.ts";

export interface Likeness {
  /** The part of the bonds within the group that is read. */
  readonly readPart: number;
  /** "a class", "a publication", "a circle of readers", or nothing. */
  readonly looksLike: string | null;
}

/** Attention from which a bond is read; what was opened to be counted is not, however often. */
const READ_FROM = 0.5;
export const PAID_FROM = 1.5;
/** A class joins within so many days, but for one in ten. */
const CLASS_DAYS = 5;
const CLASS_SIZE = 8;
const CIRCLE_PART = 0.15;
/** Of a publication a few are read by most. */
const EDITORS_PART = 0.25;

export function likenessOf(events: Events, found: Bindings, group: readonly number[]): Likeness {
  const { relations, engagement, bound } = found;
  const within = new Set(group);
  const readers = new Map<number, number>();
  let bonds = 0;
  let read = 0;
  for (const account of group)
    for (let pair = relations.rows[account]!; pair < relations.rows[account + 1]!; pair += 1) {
      const other = relations.to[pair]!;
      if (!bound[pair] || other === account || !within.has(other)) continue;
      bonds += 1;
      if (engagement.credit[pair]! < READ_FROM || engagement.mechanical[pair]! >= PAID_FROM)
        continue;
      read += 1;
      readers.set(other, (readers.get(other) ?? 0) + 1);
    }
  const readPart = read / Math.max(1, bonds);
  const readByMost = [...readers.values()].filter((count) => count * 2 > group.length).length;
  if (joinedTogether(events, group)) return { readPart, looksLike: "a class" };
  if (readByMost > 0 && readByMost <= EDITORS_PART * group.length)
    return { readPart, looksLike: "a publication" };
  return { readPart, looksLike: readPart >= CIRCLE_PART ? "a circle of readers" : null };
}

function joinedTogether({ accounts }: Events, group: readonly number[]): boolean {
  const joined = group.map((account) => accounts.joined[account]!).sort((a, b) => a - b);
  const tenth = Math.floor(joined.length / 20);
  const days = joined[joined.length - 1 - tenth]! - joined[tenth]!;
  return group.length >= CLASS_SIZE && days <= CLASS_DAYS;
}
