/** Work with the bank for many, each by itself: the fault of one does not cost another their turn. */

/**
 * Does `work` for each item in turn and gives what came of it. Faults are kept until all had their
 * turn and are then thrown together, so that the job that asked is tried again.
 */
export async function oneByOne<Item, Result>(
  items: readonly Item[],
  work: (item: Item, index: number) => Promise<Result>,
): Promise<Result[]> {
  const results: Result[] = [];
  const faults: unknown[] = [];
  for (const [index, item] of items.entries()) {
    try {
      results.push(await work(item, index));
    } catch (fault) {
      faults.push(fault);
    }
  }
  if (faults.length > 0)
    throw new AggregateError(faults, `${faults.length} of ${items.length} failed`);
  return results;
}
