import { spawn } from "node:child_process";
import { once } from "node:events";
import {
  chownSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  realpathSync,
  rmSync,
  statSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import pg from "pg";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { PROGRAM, secondProcess } from "../../../test/support/second-process.ts";
import { until } from "../../../test/support/until.ts";
import type { DatabaseConfig } from "../db.ts";
import { accountFor, canReach } from "./account.ts";
import { placeIn } from "./place.ts";
import { findPostmaster, isAlive, isThere } from "./postmaster.ts";
import { isUp } from "./server.ts";
import { type Embedded, type EmbeddedOptions, startEmbedded } from "./supervisor.ts";

const AS_ROOT = process.getuid?.() === 0;
const NOBODY = 65534;

let folder: string;
let open: Embedded[];
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "earnest-supervisor-"));
  open = [];
});
afterEach(async () => {
  for (const embedded of open) await embedded.stop();
  rmSync(folder, { recursive: true, force: true });
});

async function start(options: Partial<EmbeddedOptions> = {}): Promise<Embedded> {
  const embedded = await startEmbedded({ folder, log: () => {}, ...options });
  open.push(embedded);
  return embedded;
}

describe("the embedded database", () => {
  it("keeps what was written from one start to the next", async () => {
    const first = await start();
    await ask(first.connection, "create table note as select 'kettle' as text");
    await first.stop();
    expect(isUp(placeIn(folder))).toBe(false);
    const second = await start();
    expect([first.adopted, second.adopted]).toEqual([false, false]);
    expect(await ask(second.connection, "select text from note")).toEqual([{ text: "kettle" }]);
  });

  it("is durable, sorts the same everywhere, and listens on no network", async () => {
    const { connection } = await start();
    const [settings] = await ask(
      connection,
      `select current_setting('fsync') || current_setting('synchronous_commit')
              || current_setting('full_page_writes') as durable,
              current_setting('listen_addresses') as network, current_setting('jit') as jit,
              current_setting('timezone') as zone, pg_encoding_to_char(encoding) as encoding,
              datlocprovider || ' ' || datlocale as locale
         from pg_database where datname = current_database()`,
    );
    expect(settings).toEqual({
      ...{ durable: "ononon", network: "", jit: "off", zone: "UTC" },
      ...{ encoding: "UTF8", locale: "b C.UTF-8" },
    });
  });

  it("asks everyone for the password", async () => {
    const { connection } = await start();
    await expect(ask({ ...connection, password: "a guess" }, "select")).rejects.toThrow(
      "password authentication failed",
    );
    expect(readFileSync(join(folder, "data/pg_hba.conf"), "utf8")).not.toMatch(/^[^#].*trust/m);
    expect(statSync(join(folder, "password")).mode & 0o777).toBe(0o600);
  });

  it("starts in a folder whose path is longer than a socket's address", async () => {
    const { connection } = await start({ folder: join(folder, "long".repeat(30)) });
    expect(await ask(connection, "select 1 as one")).toEqual([{ one: 1 }]);
    rmSync(connection.host!, { recursive: true });
  });
});

describe("several processes on one folder", () => {
  it("share the server that the first started, and the last stops it", async () => {
    const first = await secondProcess(folder);
    const { pid } = server();
    const second = await start();
    expect([first.adopted, second.adopted]).toEqual([false, true]);
    await first.stop();
    expect(server().pid).toBe(pid);
    expect(await ask(second.connection, "select 1 as one")).toEqual([{ one: 1 }]);
    await second.stop();
    expect(isThere(pid)).toBe(false);
  });

  it("get one server when all start at once in a new folder", async () => {
    const three = await Promise.all([1, 2, 3].map(() => secondProcess(folder)));
    expect(three.map(({ adopted }) => adopted).sort()).toEqual([false, true, true]);
    await Promise.all(three.map((process) => process.stop()));
    expect(isUp(placeIn(folder))).toBe(false);
    expect(
      readFileSync(join(folder, "server.log"), "utf8").match(/starting Postgre/g),
    ).toHaveLength(1);
  });
});

describe("after a kill", () => {
  it("of the site, the next adopts the server as it is", async () => {
    const first = await secondProcess(folder);
    const { pid } = server();
    await first.kill();
    const second = await start();
    expect(second.adopted).toBe(true);
    expect(server().pid).toBe(pid);
  });

  it("of the site, the server stops by itself if nobody comes", async () => {
    const first = await secondProcess(folder);
    const { pid } = server();
    await first.kill();
    await until(() => !isThere(pid));
    expect(readFileSync(join(folder, "server.log"), "utf8")).toContain("fast shutdown request");
  });

  it("of the server, the site starts it again with every row that was acknowledged", async () => {
    const told: string[] = [];
    const { connection } = await start({ log: (sentence) => told.push(sentence) });
    await ask(connection, "create table note as select 'kettle' as text");
    const { pid } = server();
    process.kill(pid, "SIGKILL");
    await until(() => told.length > 0);
    expect(told).toEqual([expect.stringContaining("nothing saved is lost")]);
    expect(server().pid).not.toBe(pid);
    expect(await ask(connection, "select text from note")).toEqual([{ text: "kettle" }]);
  });

  it("of both, the next start clears up and has every row that was acknowledged", async () => {
    const { connection } = await start();
    await open.pop()!.stop();
    const site = await secondProcess(folder);
    await ask(connection, "create table note as select 'kettle' as text");
    const { pid } = server();
    await site.kill();
    process.kill(pid, "SIGKILL");
    const { adopted } = await start();
    expect(adopted).toBe(false);
    expect(await ask(connection, "select text from note")).toEqual([{ text: "kettle" }]);
  });

  it.each([
    "a stranger",
    "nobody's zombie",
  ])("a number that %s has now is no server", async (who) => {
    await start();
    await open.pop()!.stop();
    const account = accountFor(join(folder, "data"));
    const script = who === "a stranger" ? "echo $$" : "sleep 0 & echo $!";
    const child = spawn("/bin/sh", ["-c", `${script}; exec sleep 600`], { ...account, cwd: "/" });
    const [said] = await once(child.stdout, "data");
    const pid = Number(String(said));
    if (who !== "a stranger")
      await until(() => /\) Z/.test(readFileSync(`/proc/${pid}/stat`, "utf8")));
    const leftover = `${pid}\n${folder}/data\n1\n5432\n${folder}/run\n\n  1  1\nready\n`;
    writeFileSync(join(folder, "data/postmaster.pid"), leftover, { mode: 0o600 });
    if (account) chownSync(join(folder, "data/postmaster.pid"), account.uid, account.gid);
    expect(isThere(pid)).toBe(true);
    expect((await start()).adopted).toBe(false);
    child.kill();
  });
});

describe("what the operator must mend", () => {
  it("is a file where the folder should be", async () => {
    writeFileSync(join(folder, "file"), "");
    await expect(start({ folder: join(folder, "file") })).rejects.toThrow("is not a folder");
    await expect(start({ folder: join(folder, "file/below") })).rejects.toThrow("is not a folder");
  });

  it("is a database of another PostgreSQL", async () => {
    mkdirSync(join(folder, "data"));
    writeFileSync(join(folder, "data/PG_VERSION"), "17\n");
    await expect(start()).rejects.toThrow("was made by PostgreSQL 17");
  });

  it("is a password that was not copied along", async () => {
    await start();
    await open.pop()!.stop();
    rmSync(join(folder, "password"));
    await expect(start()).rejects.toThrow("the file " + join(folder, "password"));
    expect(existsSync(join(folder, "data/PG_VERSION"))).toBe(true);
  });

  it("is a server that cannot be seen from here, while others use it", async () => {
    const site = await secondProcess(folder);
    const file = join(folder, "data/postmaster.pid");
    const hidden = readFileSync(file, "utf8");
    writeFileSync(file, hidden.replace(/^\d+/, "4194304"));
    await expect(start()).rejects.toThrow("perhaps because it runs in another container");
    writeFileSync(file, hidden);
    await site.stop();
  });
});
