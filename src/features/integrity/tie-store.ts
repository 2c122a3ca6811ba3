/** Ties in SQL: writing down what follows are worth. Sole writer of `tie`. */
import type { RunId } from "../../core/ids.ts";
import type { Events } from "../../core/integrity/events.ts";
import type { Ties } from "../../core/integrity/ties.ts";
import { copyBinary } from "../../store/copy.ts";
import { sql, type Tx } from "../../store/db.ts";
import { TIE_CLASSES, type TieClassName } from "./store.ts";

/** A count of fields, and each field's length and bytes. */
const ROW_BYTES = 2 + 3 * (4 + 8) + (4 + 8) + (4 + 2);
const CHUNK_ROWS = 4096;

export interface FoundTies {
  events: Pick<Events, "accounts" | "follows">;
  followIds: Float64Array;
  ties: Pick<Ties, "q" | "class">;
}

/**
 * Writes what changed: another class, or odds that moved by a hundredth. So a night in which little
 * happened writes little.
 */
export async function recordTies(tx: Tx, run: RunId, found: FoundTies): Promise<number> {
  await tx.run(sql`
    create temporary table tie_found (
      follow_id bigint, follower_id bigint, followee_id bigint, q float8, class smallint
    ) on commit drop`);
  await copyBinary(tx, "tie_found", encoded(found));
  return tx.run(sql`
    insert into tie (follow_id, follower_id, followee_id, q, class, run_id)
    select follow_id, follower_id, followee_id, q,
           (${[...TIE_CLASSES]}::text[])[class + 1], ${run}
      from tie_found
    on conflict (follow_id) do update
       set q = excluded.q, class = excluded.class, run_id = excluded.run_id
     where tie.class <> excluded.class or abs(tie.q - excluded.q) >= 0.01`);
}

export interface OneTie {
  followId: number;
  followerId: number;
  followeeId: number;
  q: number;
  class: TieClassName;
}

/** The same for a few. */
export async function recordSomeTies(tx: Tx, run: RunId, ties: readonly OneTie[]): Promise<void> {
  if (ties.length === 0) return;
  await tx.run(sql`
    insert into tie (follow_id, follower_id, followee_id, q, class, run_id)
    select *, ${run} from unnest(${ties.map((tie) => tie.followId)}::bigint[],
                                 ${ties.map((tie) => tie.followerId)}::bigint[],
                                 ${ties.map((tie) => tie.followeeId)}::bigint[],
                                 ${ties.map((tie) => tie.q)}::real[],
                                 ${ties.map((tie) => tie.class)}::text[])
    on conflict (follow_id) do update
       set q = excluded.q, class = excluded.class, run_id = excluded.run_id`);
}

function* encoded({ events, followIds, ties }: FoundTies): Generator<Buffer> {
  const { ids } = events.accounts;
  const { follower, followee } = events.follows;
  for (let from = 0; from < followIds.length; from += CHUNK_ROWS) {
    const to = Math.min(from + CHUNK_ROWS, followIds.length);
    const bytes = Buffer.allocUnsafe((to - from) * ROW_BYTES);
    let at = 0;
    for (let row = from; row < to; row += 1) {
      at = bytes.writeInt16BE(5, at);
      at = writeWhole(bytes, at, followIds[row]!);
      at = writeWhole(bytes, at, ids[follower[row]!]!);
      at = writeWhole(bytes, at, ids[followee[row]!]!);
      at = bytes.writeInt32BE(8, at);
      at = bytes.writeDoubleBE(Math.min(1, Math.max(0, ties.q[row]!)), at);
      at = bytes.writeInt32BE(2, at);
      at = bytes.writeInt16BE(ties.class[row]!, at);
    }
    yield bytes;
  }
}

function writeWhole(bytes: Buffer, at: number, value: number): number {
  return bytes.writeBigInt64BE(BigInt(value), bytes.writeInt32BE(8, at));
}
