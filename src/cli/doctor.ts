/** `earnest doctor`: looks at what the site stands on, and says what is wrong. */
import { statfs } from "node:fs/promises";
import { z } from "zod";
import type { Config } from "../config.ts";
import { auditBooks } from "../features/ledger/audit-books.ts";
import { findLastSeal } from "../features/ledger/seals.ts";
import { stoppedTasks } from "../jobs/standing.ts";
import { type Database, sql } from "../store/db.ts";
import { standingOf } from "../store/roles.ts";
import type { Command } from "./command.ts";
import { type OpenHouse, openHouse } from "./open-house.ts";

/** Below this much room a busy day may fill the disk. */
const FREE_BYTES_MIN = 1_000_000_000;

interface Finding {
  well: boolean;
  sentence: string;
}

export const doctorCommand: Command = {
  summary: "look at settings, database, disk, queue and books",
  usage: "earnest doctor",
  help: `
Changes nothing. Exit code 0 when all is well, 1 when something needs the operator.`,
  async run() {
    const open = await openHouse();
    try {
      const findings = await examine(open);
      for (const { well, sentence } of findings) {
        process.stdout.write(`${well ? "  well " : "  LOOK "} ${sentence}\n`);
      }
      return findings.every(({ well }) => well) ? 0 : 1;
    } finally {
      await open.close();
    }
  },
};

async function examine({ house, config }: OpenHouse): Promise<Finding[]> {
  return [
    { well: true, sentence: `Node ${process.versions.node}; the site is ${config.origin}` },
    ...(await database(house.db)),
    await role(house.db),
    await disk(config.dataFolder),
    await queue(house.db),
    await books(house.db),
    bank(config),
    config.smtpUrl
      ? { well: true, sentence: "Mail is sent by the SMTP server in the settings." }
      : { well: true, sentence: "No SMTP server is set: mail stays in the outbox at /desk/mail." },
  ];
}

const Server = z.object({ version: z.string(), durable: z.boolean() });

async function database(db: Database): Promise<Finding[]> {
  const { version, durable } = await db.one(sql.of(Server)`
    select split_part(version(), ' on ', 1) as version,
           current_setting('fsync') = 'on'
           and current_setting('synchronous_commit') <> 'off' as durable`);
  return [
    { well: true, sentence: `${version} answers and is up to date.` },
    durable
      ? { well: true, sentence: "What is saved is on the disk before it is answered." }
      : {
          well: false,
          sentence: "fsync or synchronous_commit is off: a crash can lose what was saved.",
        },
  ];
}

async function role(db: Database): Promise<Finding> {
  const { role, ownsBooks } = await standingOf(db);
  return ownsBooks
    ? {
        well: false,
        sentence:
          `The role ${role} in DATABASE_URL could change what is written in the books: give the ` +
          "site a role of its own, as docs/operating/settings.md says.",
      }
    : { well: true, sentence: `The role ${role} may read the books and post to them, no more.` };
}

function bank({ stripe }: Config): Finding {
  if (!stripe) return { well: true, sentence: "The test bank plays the bank: no money moves." };
  if (stripe.isLive) return { well: true, sentence: "Stripe is the bank, and real money moves." };
  const where = stripe.apiUrl ? `, played at ${stripe.apiUrl}` : "";
  return { well: true, sentence: `Stripe’s test mode is the bank${where}: no money moves.` };
}

async function disk(folder: string): Promise<Finding> {
  const { bavail, bsize } = await statfs(folder).catch(() => statfs("."));
  const free = bavail * bsize;
  const gigabytes = (free / 1e9).toFixed(1);
  return free > FREE_BYTES_MIN
    ? { well: true, sentence: `${gigabytes} GB are free in ${folder}.` }
    : { well: false, sentence: `Only ${gigabytes} GB are free in ${folder}: make room.` };
}

async function queue(db: Database): Promise<Finding> {
  const stopped = await stoppedTasks(db);
  const said = stopped.map(({ task, count, lastError }) => `${count} × ${task} (${lastError})`);
  return stopped.length === 0
    ? { well: true, sentence: "No task in the queue has given up." }
    : { well: false, sentence: `Tasks in the queue have given up: ${said.join("; ")}.` };
}

async function books(db: Database): Promise<Finding> {
  const findings = await auditBooks(db);
  const first = findings[0];
  const seal = await findLastSeal(db);
  const sealed = seal ? `, and are sealed to the end of ${seal.day}` : "";
  return first
    ? {
        well: false,
        sentence: `${findings.length} findings in the books. ${first.what} ${first.where}`,
      }
    : { well: true, sentence: `The books balance${sealed}.` };
}
