/** Runs of the lab, worked out beside the site. */
import { z } from "zod";
import type { Task } from "../../jobs/worker.ts";
import type { Site } from "../../web/site.ts";
import { runLab } from "./run-lab.ts";

const ById = z.object({ id: z.int() });

export const labTasks: Record<string, Task<Pick<Site, "db" | "clock">>> = {
  "run-lab": (site, payload) => runLab(site, ById.parse(payload).id),
};
