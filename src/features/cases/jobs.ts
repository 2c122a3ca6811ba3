/** What cases do beside the site: take in the findings of a run, keep the clocks. */
import type { Scheduled, Task } from "../../jobs/worker.ts";
import { runId } from "../../store/columns.ts";
import type { Site } from "../../web/site.ts";
import { keepClocks } from "./clocks.ts";
import { Found } from "./evidence-json.ts";
import { fileCases } from "./file-cases.ts";

export const caseTasks: Record<string, Task<Pick<Site, "db" | "clock" | "origin" | "name">>> = {
  /** Of the room of integrity, in the transaction that ends a run. */
  "open-cases": async (site, payload) => {
    const { run, ...found } = Found.parse(payload);
    await fileCases(site, { runId: runId.parse(run), ...found });
  },
  "keep-case-clocks": (site) => keepClocks(site),
};

export const caseSchedule: Scheduled[] = [{ task: "keep-case-clocks", cron: "20 * * * *" }];
