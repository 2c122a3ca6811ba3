/** A run: the month gathered as it was recorded, divided by both rules, compared, kept. */
import { compare } from "../../core/earnings/presets/comparison.ts";
import type { AnyRule } from "../../core/earnings/presets/divide.ts";
import { ERA_RULES } from "../../core/earnings/presets/era-rules.ts";
import { enqueue } from "../../jobs/queue.ts";
import type { Db } from "../../store/db.ts";
import type { Site } from "../../web/site.ts";
import { findVersion, versions } from "../policies/store.ts";
import { recordedMonth } from "./recorded-store.ts";
import { resultJson } from "./run-result.ts";
import { findRun, insertRun, type NewRun, recordDone, recordFailed } from "./store.ts";

/** The rules one can choose from: every published version, and those of earlier years. */
export async function ruleNames(db: Db): Promise<string[]> {
  const published = (await versions(db)).map(({ version }) => version);
  return [...published, ...ERA_RULES.map(({ name }) => name)];
}

async function findRule(db: Db, name: string): Promise<AnyRule | null> {
  const version = await findVersion(db, name);
  return version?.policy ?? ERA_RULES.find((rule) => rule.name === name) ?? null;
}

/** Asks for a run; a task works it out. Gives its id. */
export function askForRun({ db, clock }: Site, run: NewRun): Promise<number> {
  return db.transaction(async (tx) => {
    const id = await insertRun(tx, clock(), run);
    await enqueue(tx, "run-lab", { id }, { key: `lab:${id}` });
    return id;
  });
}

/** Works the run out, once: a second call finds it done. */
export async function runLab({ db, clock }: Pick<Site, "db" | "clock">, id: number): Promise<void> {
  const run = await findRun(db, id);
  if (run?.state !== "waiting") return;
  const left = await findRule(db, run.leftRule);
  const right = await findRule(db, run.rightRule);
  if (!left || !right) {
    const missing = left ? run.rightRule : run.leftRule;
    return recordFailed(db, clock(), id, `There is no rule ${missing} any more.`);
  }
  const month = await db.transaction((tx) => recordedMonth(tx, run.month));
  await recordDone(db, clock(), id, resultJson(compare(month, left, right)));
}
