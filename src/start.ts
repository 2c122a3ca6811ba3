/** Starts the site, and stops it without losing what is under way. */
import { setFlagsFromString } from "node:v8";
import type { FastifyInstance } from "fastify";
import { openApp } from "./app.ts";
import { CommandError } from "./cli/command.ts";
import { type OpenHouse, openHouse } from "./cli/open-house.ts";
import { operatorLink } from "./features/accounts/operator.ts";
import { startWorker } from "./jobs/worker.ts";
import { schedule, tasksOf } from "./tasks.ts";
import { hearDrops } from "./web/drops.ts";
import { PageCache } from "./web/page-cache.ts";

export const START_HELP = `earnest start

Starts the site, with its database unless DATABASE_URL names one. Prints the address, and at the
first start a one-time link that makes the operator. Settings are read from the environment and
from earnest.env: PORT HOST ORIGIN SITE_NAME DATA_FOLDER DATABASE_URL SMTP_URL MAIL_FROM
STRIPE_SECRET_KEY STRIPE_WEBHOOK_SECRET STRIPE_API_URL
TRUSTED_PROXIES LOG_LEVEL (docs/operating/settings.md). Ctrl-C stops it.
`;

/**
 * The heap may grow by two fifths of what lives in it before it is collected, not to four times as much: 100 MB
 * less under load, at no cost in speed that `bench/serving.ts` can see.
 */
const HEAP_GROWING_PERCENT = 40;

/** Resolves once the site answers and its worker works. */
export async function start(): Promise<void> {
  setFlagsFromString(`--heap-growing-percent=${HEAP_GROWING_PERCENT}`);
  const open = await openHouse();
  const begun = new AsyncDisposableStack();
  begun.defer(open.close);
  try {
    await begin(open, begun);
  } catch (error) {
    // Told to stop while it began: then it ends in the middle of things, and that is no fault.
    if (begun.disposed) return;
    await begun.disposeAsync();
    throw error;
  }
}

/** What is begun is ended in turn: the server first, so that nothing new comes in. */
async function begin(open: OpenHouse, begun: AsyncDisposableStack): Promise<void> {
  const { house, config, database } = open;
  const cache = new PageCache();
  begun.defer(await hearDrops(house.db, cache));
  let worker: ReturnType<typeof startWorker> | undefined;
  begun.defer(() =>
    worker?.then(
      (stop) => stop(),
      () => {},
    ),
  );
  const { logLevel, trustedProxies } = config;
  const server = await openApp({ house, cache, logLevel, trustedProxies });
  begun.defer(() => drain(server));
  await listen(server, open);
  stopOnSignal(() => begun.disposeAsync());
  const onFailure = (task: string, error: unknown) =>
    server.log.error({ task, err: error }, "a task failed");
  worker = startWorker({ config: database, tasks: tasksOf(open), schedule, onFailure });
  await Promise.all([worker, greet(open)]);
}

const IDLE_MS = 50;

/**
 * Takes nothing new, and resolves when all that was under way is answered. A browser would keep its
 * connection after its answer, for a minute or so; it is closed instead.
 */
async function drain(server: FastifyInstance): Promise<void> {
  const timer = setInterval(() => server.server.closeIdleConnections(), IDLE_MS);
  await server.close();
  clearInterval(timer);
}

/** What the system says against listening, and the sentence for it. */
const NO_LISTENING: Record<string, (port: number, host: string) => string> = {
  EADDRINUSE: (port) =>
    `Port ${port} is in use. Nothing was started: stop what uses it, or set PORT to another.`,
  EACCES: (port) => `Port ${port} may not be used by this user: set PORT to another.`,
  EADDRNOTAVAIL: (_, host) => `This machine has no address ${host}: set HOST to one it has.`,
  ENOTFOUND: (_, host) => `There is no machine named ${host}: set HOST to an address of this one.`,
};

async function listen(server: FastifyInstance, { config }: OpenHouse): Promise<void> {
  const { port, host } = config;
  try {
    await server.listen({ port, host });
  } catch (error) {
    const code = error instanceof Error && "code" in error ? String(error.code) : "";
    const sentence = NO_LISTENING[code]?.(port, host);
    throw sentence ? new CommandError(sentence, 1) : error;
  }
}

async function greet({ house, config }: OpenHouse): Promise<void> {
  process.stdout.write(`${config.siteName} is at ${config.origin}\n`);
  const link = await operatorLink(house.db, house.clock());
  if (link) {
    process.stdout.write(
      `\nThere is no operator yet. Who opens this link first becomes it:\n  ${config.origin}${link}\n`,
    );
  }
}

/** The second signal does not wait. */
function stopOnSignal(stop: () => Promise<void>): void {
  let stopping = false;
  const onSignal = () => {
    if (stopping) process.exit(1);
    stopping = true;
    void stop();
  };
  process.on("SIGINT", onSignal);
  process.on("SIGTERM", onSignal);
}
