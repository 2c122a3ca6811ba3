/** Starts the site, and stops it without losing what is under way. */
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
TRUSTED_PROXIES LOG_LEVEL (docs/operating/settings.md). Ctrl-C stops it.
`;

/** Resolves once the site answers. */
export async function start(): Promise<void> {
  const open = await openHouse();
  const { house, config } = open;
  await using begun = new AsyncDisposableStack();
  begun.defer(open.close);
  const cache = new PageCache();
  begun.defer(await hearDrops(house.db, cache));
  let stopWorker = async () => {};
  begun.defer(() => stopWorker());
  const { logLevel, trustedProxies } = config;
  const server = await openApp({ house, cache, logLevel, trustedProxies });
  begun.defer(() => server.close());
  await listen(server, open);
  await greet(open);
  stopWorker = await startWorker({
    config: open.database,
    tasks: tasksOf(open),
    schedule,
    onFailure: (task, error) => server.log.error({ task, err: error }, "a task failed"),
  });
  // What began stays until a signal ends it: the server first, so that nothing new comes in.
  const running = begun.move();
  stopOnSignal(() => running.disposeAsync());
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
