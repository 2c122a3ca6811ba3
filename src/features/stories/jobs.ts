/** What stories leave to the queue. */
import type { Task } from "../../jobs/worker.ts";
import type { Site } from "../../web/site.ts";
import { finishQueuedImport, IMPORT_TASK } from "./intake/begin-import.ts";

export const storyTasks: Record<string, Task<Site>> = {
  [IMPORT_TASK]: finishQueuedImport,
};
