/** Reading the mail of a test's site: what waits in the queue is written to the outbox first. */
import { Logger, runOnce } from "graphile-worker";
import pg from "pg";
import { noticeTasks } from "../../src/features/notices/jobs.ts";
import type { MailSettings } from "../../src/features/notices/mailer.ts";
import { findMail, type Mail, mailLines } from "../../src/features/notices/store.ts";
import { readyTasks } from "../../src/jobs/worker.ts";
import type { TestSite } from "./site.ts";

const NO_MAIL: MailSettings = { smtpUrl: null, from: "Site <site@example.org>" };

/** Runs the tasks of the notices room that wait, as the site's worker would. */
export async function sendLetters(site: TestSite, settings = NO_MAIL): Promise<void> {
  const pgPool = new pg.Pool({ ...site.config, max: 4 });
  pgPool.on("error", () => {});
  pgPool.on("connect", (client) => client.on("error", () => {}));
  const taskList = readyTasks(site, noticeTasks(settings));
  try {
    await runOnce({ pgPool, taskList, logger: new Logger(() => () => {}) });
  } finally {
    await pgPool.end();
  }
}

/** Every letter to `address`, the newest first. */
export async function lettersTo(site: TestSite, address: string): Promise<Mail[]> {
  await sendLetters(site);
  const lines = await mailLines(site.db, null, 1000);
  const own = lines.filter(({ recipient }) => recipient === address);
  const letters = await Promise.all(own.map(({ id }) => findMail(site.db, id)));
  return letters.filter((letter) => letter !== null);
}

/** The path of the link in the newest letter to `address`: "/links/…". */
export async function linkTo(site: TestSite, address: string): Promise<string> {
  const [letter] = await lettersTo(site, address);
  const path = letter && /http:\/\/localhost(\/links\/\S+)/.exec(letter.text)?.[1];
  if (!path) throw new Error(`there is a letter with a link to ${address}`);
  return path;
}
