/** `earnest earnings export 2026-10 --out DIR`: a closed month as files that anyone can divide again. */
import { resolve } from "node:path";
import type { Month } from "../../core/time.ts";
import { type ExportRefusal, exportMonth } from "../../features/earnings/export/export-month.ts";
import { CommandError } from "../command.ts";
import { mustTakeFiles } from "../csv/result-folder.ts";
import { openHouse } from "../open-house.ts";

/** Gives the exit code. */
export async function exportFiles(month: Month, out: string): Promise<number> {
  const folder = resolve(out);
  const sentences: Record<ExportRefusal, string> = {
    "not-closed": `${month} is not closed. Nothing was written.`,
    "folder-not-empty": `${folder} has something in it. Nothing was written.`,
  };
  mustTakeFiles(folder);
  const { house, close } = await openHouse();
  try {
    const ruling = await exportMonth(house.db, month, folder);
    if (!ruling.ok) throw new CommandError(sentences[ruling.refusal]);
    process.stdout.write(`${folder} has ${ruling.value.join(", ")}.\n`);
    return 0;
  } finally {
    await close();
  }
}
