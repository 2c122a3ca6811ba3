/**
 * A closed month as files: its events in the format that `earnest earnings split` reads, what came out
 * of them, the policy, and a script by which PostgreSQL alone divides it again
 * (docs/operating/earnings-files.md). For whoever wants to see whether the shares are right.
 */
import { createWriteStream, existsSync } from "node:fs";
import { mkdir, mkdtemp, readdir, rename, rm, writeFile } from "node:fs/promises";
import { basename, dirname, join, resolve } from "node:path";
import { z } from "zod";
import { present } from "../../../core/assert.ts";
import { allow, type Ruling, refuse } from "../../../core/ruling.ts";
import type { Month } from "../../../core/time.ts";
import { copyCsv } from "../../../store/copy.ts";
import { type Database, sql, type Tx } from "../../../store/db.ts";
import { type Closing, findClosing } from "../closing/closing-store.ts";
import AUDIT from "./audit.sql?raw";
import { fileQueries } from "./file-queries.ts";

export type ExportRefusal = "not-closed" | "folder-not-empty";

/**
 * Writes into `folder`, which is made, or empty. All files tell of one moment, and they are put there
 * together once all are written. Gives their names.
 */
export async function exportMonth(
  db: Database,
  month: Month,
  folder: string,
): Promise<Ruling<string[], ExportRefusal>> {
  const closing = await findClosing(db, month);
  if (closing?.state !== "closed") return refuse("not-closed");
  if (!(await isFree(folder))) return refuse("folder-not-empty");
  const partial = await partialFolder(folder);
  try {
    await db.transaction((tx) => writeFiles(tx, closing, partial));
    const names = (await readdir(partial)).sort();
    await mkdir(folder, { recursive: true });
    for (const name of names) await rename(join(partial, name), join(folder, name));
    return allow(names);
  } finally {
    await rm(partial, { recursive: true, force: true });
  }
}

/** Whether there is nothing at that place that would be written over. */
async function isFree(folder: string): Promise<boolean> {
  return !existsSync(folder) || (await readdir(folder)).length === 0;
}

/** Beside the folder, so that moving there is renaming. */
async function partialFolder(folder: string): Promise<string> {
  const path = resolve(folder);
  await mkdir(dirname(path), { recursive: true });
  return mkdtemp(join(dirname(path), `.${basename(path)}-`));
}

async function writeFiles(tx: Tx, closing: Closing, folder: string): Promise<void> {
  await tx.run(sql`set transaction isolation level repeatable read, read only`);
  for (const [name, query] of Object.entries(fileQueries(closing.month)))
    await copyCsv(tx, query, createWriteStream(join(folder, name), { flags: "wx" }));
  const policy = await policyText(tx, closing.policyVersion);
  // Without an end of line, so that the file has the hash that names the version.
  await writeFile(join(folder, "policy.json"), policy.canonical);
  const text = JSON.stringify(closingRecord(closing, policy.sha256), null, 2);
  await writeFile(join(folder, "closing.json"), `${text}\n`);
  await writeFile(join(folder, "audit.sql"), AUDIT);
}

const PolicyText = z.object({ canonical: z.string(), sha256: z.instanceof(Buffer) });

/** The version the month was divided by, as it was published. */
function policyText(tx: Tx, version: string): Promise<z.output<typeof PolicyText>> {
  return tx.one(
    sql.of(PolicyText)`select canonical, sha256 from policy where version = ${version}`,
  );
}

/** What the close wrote down, in the words of the report of `earnest earnings split`. */
function closingRecord(closing: Closing, policySha256: Buffer) {
  const { month, currency, policyVersion, startedAt, closedAt, outputSha256 } = closing;
  return {
    month,
    currency,
    policy: { name: policyVersion, sha256: policySha256.toString("hex") },
    output: { sha256: present(outputSha256, "a closed month has a fingerprint").toString("hex") },
    totals: {
      members: closing.members,
      lines: closing.lines,
      poolMicros: String(closing.poolMicros),
      sharedMicros: String(closing.sharedMicros),
      escrowMicros: String(closing.escrowMicros),
      unclaimedMicros: String(closing.unclaimedMicros),
    },
    startedAt,
    closedAt,
  };
}
