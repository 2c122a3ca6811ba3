import { spawn } from "node:child_process";
import { once } from "node:events";
import { chownSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { ask, workbench } from "../../../test/support/embedded.ts";
import { until } from "../../../test/support/until.ts";
import { accountFor } from "./account.ts";

const bench = workbench();
const logOf = (folder: string) => readFileSync(join(folder, "server.log"), "utf8");

const NOTE = "create table note as select 'kettle' as text";
const NOTES = "select text from note";

describe("the embedded database", () => {
  it("keeps what was written from one start to the next", async () => {
    const first = await bench.start(bench.newFolder);
    await ask(first.connection, NOTE);
    await first.stop();
    expect(bench.isUp(bench.newFolder)).toBe(false);
    const second = await bench.start(bench.newFolder);
    expect([first.adopted, second.adopted]).toEqual([false, false]);
    expect(await ask(second.connection, NOTES)).toEqual([{ text: "kettle" }]);
  });

  it("is durable, sorts the same everywhere, and listens on no network", async () => {
    const { connection } = await bench.start();
    const [settings] = await ask(
      connection,
      `select concat_ws(' ', current_setting('fsync'), current_setting('synchronous_commit'),
              current_setting('full_page_writes')) as durable,
              current_setting('listen_addresses') as network, current_setting('jit') as jit,
              current_setting('timezone') as zone, pg_encoding_to_char(encoding) as encoding,
              concat_ws(' ', datlocprovider, datlocale) as locale
         from pg_database where datname = current_database()`,
    );
    expect(settings).toEqual({
      ...{ durable: "on on on", network: "", jit: "off", zone: "UTC" },
      ...{ encoding: "UTF8", locale: "b C.UTF-8" },
    });
  });

  it("asks everyone for the password", async () => {
    const { connection } = await bench.start();
    await expect(ask({ ...connection, password: "a guess" }, "select")).rejects.toThrow(
      "password authentication failed",
    );
    const rules = readFileSync(join(bench.folder, "data/pg_hba.conf"), "utf8");
    expect(rules).not.toMatch(/^[^#]*trust/m);
    expect(statSync(join(bench.folder, "password")).mode & 0o777).toBe(0o600);
  });

  it("has a role for the site, with a password of its own and no rights", async () => {
    const { connection, application } = await bench.start();
    expect(application.password).not.toBe(connection.password);
    const [role] = await ask(
      application,
      `select rolname as name, rolsuper or rolcreaterole or rolcreatedb or rolbypassrls
              or rolreplication as mighty from pg_roles where rolname = current_user`,
    );
    expect(role).toEqual({ name: application.user, mighty: false });
    await ask(connection, NOTE);
    await expect(ask(application, NOTES)).rejects.toThrow("permission denied");
    await expect(ask(application, "create table other ()")).rejects.toThrow("permission denied");
    const read = "select pg_read_file('pg_hba.conf')";
    await expect(ask(application, read)).rejects.toThrow("permission denied");
  });

  it("makes that role where a folder is from before there was one", async () => {
    const before = await bench.start();
    await ask(before.connection, `drop role ${before.application.user}`);
    await before.stop();
    const { application } = await bench.start();
    expect(await ask(application, "select 1 as one")).toEqual([{ one: 1 }]);
  });

  it("starts in a folder whose path is longer than a socket's address", async () => {
    const { connection, stop } = await bench.start(join(bench.folder, "long".repeat(30)));
    expect(await ask(connection, "select 1 as one")).toEqual([{ one: 1 }]);
    await stop();
    rmSync(connection.host!, { recursive: true });
  });
});

describe("several processes on one folder", () => {
  it("share the server that the first started, and the last stops it", async () => {
    const first = await bench.startApart();
    const pid = bench.pid();
    const second = await bench.start();
    expect([first.adopted, second.adopted]).toEqual([false, true]);
    await first.stop();
    expect([bench.isUp(), bench.pid()]).toEqual([true, pid]);
    expect(await ask(second.connection, "select 1 as one")).toEqual([{ one: 1 }]);
    await second.stop();
    expect(bench.isUp()).toBe(false);
  });

  it("get one server when all start at once in a new folder", async () => {
    const three = await Promise.all([1, 2, 3].map(() => bench.startApart(bench.newFolder)));
    expect(three.map(({ adopted }) => adopted).sort()).toEqual([false, true, true]);
    await Promise.all(three.map((process) => process.stop()));
    expect(bench.isUp(bench.newFolder)).toBe(false);
    expect(logOf(bench.newFolder).match(/starting PostgreSQL/g)).toHaveLength(1);
  });
});

describe("after a kill", () => {
  it("of the site, the next adopts the server as it is", async () => {
    const first = await bench.startApart();
    const pid = bench.pid();
    await first.kill();
    const second = await bench.start();
    expect([second.adopted, bench.pid()]).toEqual([true, pid]);
  });

  it("of the site, the server stops by itself if nobody comes", async () => {
    const first = await bench.startApart();
    await first.kill();
    expect(bench.isUp()).toBe(true);
    await until(() => !bench.isUp());
    expect(logOf(bench.folder)).toContain("fast shutdown request");
  });

  it("of the server, the site starts it again with every row that was acknowledged", async () => {
    const { connection } = await bench.start();
    await ask(connection, NOTE);
    const pid = bench.pid();
    process.kill(pid, "SIGKILL");
    await until(() => bench.told.some((words) => words.includes("nothing saved is lost")));
    expect(bench.pid()).not.toBe(pid);
    expect(await ask(connection, NOTES)).toEqual([{ text: "kettle" }]);
  });

  it("of both, the next start clears up and has every row that was acknowledged", async () => {
    const site = await bench.startApart();
    const { connection, stop } = await bench.start();
    await ask(connection, NOTE);
    await stop();
    await site.kill();
    process.kill(bench.pid(), "SIGKILL");
    expect((await bench.start()).adopted).toBe(false);
    expect(await ask(connection, NOTES)).toEqual([{ text: "kettle" }]);
  });

  it.each(["a stranger", "a zombie"])("the server's number may be that of %s", async (who) => {
    const pid = await process600(who === "a zombie");
    const file = join(bench.folder, "data/postmaster.pid");
    const lines = [pid, join(bench.folder, "data"), 1, 5432, join(bench.folder, "run"), "", 1];
    writeFileSync(file, [...lines, "ready", ""].join("\n"), { mode: 0o600 });
    const account = accountOfServer();
    if (account) chownSync(file, account.uid, account.gid);
    expect((await bench.start()).adopted).toBe(false);
    process.kill(parents.pop()!, "SIGKILL");
  });
});

const accountOfServer = () => accountFor(join(bench.folder, "data"));
const parents: number[] = [];

/** A process of the server's user, or a child of it that ended and is never fetched. */
async function process600(zombie: boolean): Promise<number> {
  const script = zombie ? "sleep 0 & echo $!; exec sleep 600" : "echo $$; exec sleep 600";
  const child = spawn("/bin/sh", ["-c", script], { ...accountOfServer(), cwd: "/" });
  const [said] = await once(child.stdout, "data");
  const pid = Number(String(said));
  parents.push(child.pid!);
  if (zombie) await until(() => /\) Z/.test(readFileSync(`/proc/${pid}/stat`, "utf8")));
  return pid;
}
