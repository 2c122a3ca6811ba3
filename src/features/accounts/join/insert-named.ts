/** A new account gets a handle made from its name. */
import { randomInt } from "node:crypto";
import { handleNumber, proposeHandle } from "../../../core/accounts/handle.ts";
import type { ReaderId } from "../../../core/ids.ts";
import type { Tx } from "../../../store/db.ts";
import { findAccount, insertReaderIfFree, type NewReader } from "../store.ts";

/** After this many namesakes the number is drawn, so that the thousandth Ann joins as fast as the first. */
const COUNTED_NAMESAKES = 9;

/** Null when the address has an account. */
export async function insertNamed(
  tx: Tx,
  at: Date,
  reader: Omit<NewReader, "handle">,
): Promise<ReaderId | null> {
  const first = proposeHandle(reader.name);
  for (let number = 1; ; number += 1) {
    const drawn = number > COUNTED_NAMESAKES ? randomInt(10_000, 1_000_000) : number;
    const id = await insertReaderIfFree(tx, at, { ...reader, handle: handleNumber(first, drawn) });
    if (id !== null) return id;
    if (await findAccount(tx, reader.email)) return null;
  }
}
