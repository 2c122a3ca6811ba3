/** The lines of a month in SQL. Sole writer of `allocation_line` and `unclaimed`. */
import { createHash } from "node:crypto";
import { z } from "zod";
import type { Lines } from "../../../core/earnings/lines.ts";
import { type Month, monthAfter } from "../../../core/time.ts";
import { micros } from "../../../store/columns.ts";
import { copyBinary, copyNumbers, copyQuery } from "../../../store/copy.ts";
import { type Db, sql, type Tx } from "../../../store/db.ts";

/** Fields of a row: the month's seven letters, three ids, two amounts. */
const MONTH_BYTES = 7;
const FIELDS_BYTES = 5 * 12;
const ROW_BYTES = 2 + 4 + MONTH_BYTES + FIELDS_BYTES;
const CHUNK_ROWS = 4096;

export async function copyLines(tx: Tx, month: Month, lines: Lines): Promise<void> {
  const columns = "(month, member_id, author_id, story_id, micros, escrow_micros)";
  await copyBinary(tx, `allocation_line ${columns}`, encoded(month, lines));
}

function* encoded(month: Month, lines: Lines): Generator<Buffer> {
  const blank = blankRow(month);
  for (let from = 0; from < lines.count; from += CHUNK_ROWS) {
    const to = Math.min(from + CHUNK_ROWS, lines.count);
    const bytes = Buffer.allocUnsafe((to - from) * ROW_BYTES);
    for (let row = from; row < to; row++) {
      const at = (row - from) * ROW_BYTES;
      blank.copy(bytes, at);
      fill(bytes, at + ROW_BYTES - FIELDS_BYTES, lines, row);
    }
    yield bytes;
  }
}

/** A row with its lengths and its month, and nothing in its five numbers. */
function blankRow(month: Month): Buffer {
  const row = Buffer.alloc(ROW_BYTES);
  row.writeInt16BE(6, 0);
  row.writeInt32BE(MONTH_BYTES, 2);
  row.write(month, 6, "latin1");
  for (let field = 0; field < 5; field++)
    row.writeInt32BE(8, ROW_BYTES - FIELDS_BYTES + field * 12);
  return row;
}

function fill(bytes: Buffer, at: number, lines: Lines, row: number): void {
  bytes.writeBigInt64BE(BigInt(lines.member[row]!), at + 4);
  bytes.writeBigInt64BE(BigInt(lines.author[row]!), at + 16);
  bytes.writeBigInt64BE(BigInt(lines.story[row]!), at + 28);
  bytes.writeBigInt64BE(lines.amounts.micros[row]!, at + 40);
  bytes.writeBigInt64BE(lines.escrows.micros[row]!, at + 52);
}

/**
 * Pools that no reading claimed. The month's own dues begin at age 1, what was carried is a month
 * older; what is older than `carryMonths` goes to the commons.
 */
export async function recordUnclaimed(
  tx: Tx,
  month: Month,
  members: readonly number[],
  carryMonths: number,
): Promise<void> {
  await tx.run(sql`
    insert into unclaimed (month, member_id, micros, age, fate)
    select ${month}, member_id, dues_micros, 1,
           case when 1 > ${carryMonths} then 'commons' else 'carried' end
      from pool
     where month = ${month} and member_id = any(${members}::bigint[]) and dues_micros > 0
     union all
    select ${month}, member_id, micros, age + 1,
           case when age + 1 > ${carryMonths} then 'commons' else 'carried' end
      from unclaimed
     where month = ${monthAfter(month, -1)} and fate = 'carried'
       and member_id = any(${members}::bigint[])`);
}

const Unclaimed = z.object({ carriedMicros: micros, commonsMicros: micros });

export function unclaimedTotals(db: Db, month: Month): Promise<z.output<typeof Unclaimed>> {
  return db.one(sql.of(Unclaimed)`
    select coalesce(sum(micros) filter (where fate = 'carried'), 0) as carried_micros,
           coalesce(sum(micros) filter (where fate = 'commons'), 0) as commons_micros
      from unclaimed where month = ${month}`);
}

/**
 * The month's fingerprint: SHA-256 over its lines "member,author,story,micros,escrow", each ended by
 * a newline, in ascending order. The audit computes the same from the evidence with SQL alone.
 */
export async function linesHash(tx: Tx, month: Month): Promise<Buffer> {
  const hash = createHash("sha256");
  let text = "";
  const query = copyQuery`
    select member_id::float8, author_id::float8, story_id::float8, micros::float8,
           escrow_micros::float8
      from allocation_line where month = ${month}
     order by allocation_line.member_id, allocation_line.author_id, allocation_line.story_id`;
  await copyNumbers(tx, query, 5, (row) => {
    text += `${row[0]},${row[1]},${row[2]},${row[3]},${row[4]}\n`;
    if (text.length < 65_536) return;
    hash.update(text);
    text = "";
  });
  return hash.update(text).digest();
}
