/** The parts of a block that hold together by themselves: accounts that its ties connect. */

import { marked } from "./blocks.ts";
import type { Graph } from "./graph.ts";
import type { Block } from "./peel.ts";

/**
 * Accounts connected, whichever way a tie goes, by edges of at least `weightMin` (above 0) that go from a
 * row of the block to one of its columns; the largest component first, accounts ascending. Row `a` and
 * column `a` are the same account. Who has no such tie is in none.
 */
export function componentsOf(
  graph: Graph,
  { rows, columns }: Pick<Block, "rows" | "columns">,
  weightMin = 0,
): Int32Array[] {
  const inRows = marked(graph.rows, rows);
  const inColumns = marked(graph.columns, columns);
  const parents = Int32Array.from({ length: Math.max(graph.rows, graph.columns) }, () => -1);
  for (let edge = 0; edge < graph.from.length; edge += 1) {
    const [one, other] = [graph.from[edge]!, graph.to[edge]!];
    if (inRows[one] === 0 || inColumns[other] === 0) continue;
    const weight = graph.weight ? graph.weight[edge]! : 1;
    if (weight > 0 && weight >= weightMin) join(parents, one, other);
  }
  return together(parents);
}

/** Beside each account the one above it; -1 for those with no tie. */
function join(parents: Int32Array, one: number, other: number): void {
  const [low, high] = [topOf(parents, one), topOf(parents, other)];
  parents[Math.max(low, high)] = Math.min(low, high);
}

function topOf(parents: Int32Array, account: number): number {
  if (parents[account]! < 0) parents[account] = account;
  let top = account;
  while (parents[top]! !== top) {
    parents[top] = parents[parents[top]!]!;
    top = parents[top]!;
  }
  return top;
}

function together(parents: Int32Array): Int32Array[] {
  const parts = new Map<number, number[]>();
  for (let account = 0; account < parents.length; account += 1) {
    if (parents[account]! < 0) continue;
    const top = topOf(parents, account);
    const part = parts.get(top);
    if (part) part.push(account);
    else parts.set(top, [account]);
  }
  return [...parts.values()]
    .sort((a, b) => b.length - a.length)
    .map((part) => Int32Array.from(part));
}
