/** What is wrong at the command line and at start: one sentence, the exit code that is promised, nothing changed. */
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { dayOf, monthOf } from "../../src/core/time.ts";
import { startEmbedded } from "../../src/store/embedded/supervisor.ts";
import { asAdministrator } from "../support/administrator.ts";
import { type Ended, type Environment, earnest, freePort } from "../support/program.ts";
import { type SiteFolder, siteFolder } from "../support/site-folder.ts";

let folder: SiteFolder;
let scratch: string;
let before: string;

beforeAll(async () => {
  scratch = mkdtempSync(join(tmpdir(), "earnest-scratch-"));
  writeFileSync(join(scratch, "broken.zip"), "PK\x03\x04 and no more");
  writeFileSync(join(scratch, "page.html"), "<h1>Kettle</h1><p>It sings.</p>");
  folder = siteFolder();
  expect((await earnest(["migrate"], folder.settings)).code).toBe(0);
});
afterAll(async () => {
  rmSync(scratch, { recursive: true, force: true });
  await folder?.remove();
});

/** Ended with this exit code and these words, in one line and without a stack. */
function expectSentence(ended: Ended, code: number, words: RegExp): void {
  expect(ended).toMatchObject({ code, out: "" });
  expect(ended.err).toMatch(/^earnest( [a-z-]+)?: [^\n]+[.…]\n$/);
  expect(ended.err).toMatch(words);
}

const COMMANDS = [
  ...["start", "migrate", "import", "close", "audit", "pay-out", "demo", "doctor"],
  ...["make-operator", "routes", "ledger", "earnings", "integrity", "stripe-stand-in"],
];

describe("help", () => {
  it("lists every command, and each has its own", async () => {
    const list = await earnest(["--help"]);
    expect(list).toMatchObject({ code: 0, err: "" });
    const named = [...list.out.matchAll(/^ {2}([a-z-]+) {2}/gm)].map(([, name]) => name);
    expect(named.sort()).toEqual([...COMMANDS].sort());
    // No setting is looked at for that, however wrong it is.
    const all = COMMANDS.map((command) => earnest([command, "--help"], { PORT: "many" }));
    for (const [index, help] of (await Promise.all(all)).entries()) {
      expect(help).toMatchObject({ code: 0, err: "" });
      expect(help.out).toMatch(
        new RegExp(`^earnest ${COMMANDS[index]}\\b.*\\n(earnest .*\\n)*\\n[^]{80}`),
      );
    }
  });
});

describe("a command that is not understood", () => {
  it.each<[string[], RegExp]>([
    [["cloze"], /there is no command “cloze”/],
    [["toString"], /there is no command “toString”/],
    [["start", "now"], /start takes no “now”/],
    [["close"], /The month is missing/],
    [["close", "2026-13"], /“2026-13” is not a month. A month is written 2026-10/],
    [["close", "next"], /“next” is not a month/],
    [["audit", "2026-1"], /“2026-1” is not a month/],
    [["close", "--members-at-once", "0", "2026-10"], /“0” is no number of members/],
    [["close", "--fast", "2026-10"], /Unknown option '--fast'; see earnest close --help/],
    [["close", "--members-at-once"], /Option '--members-at-once <value>' argument missing; see/],
    [["close", "2026-09", "2026-10"], /“2026-10” is one argument too many/],
    [["migrate", "now"], /“now” is one argument too many/],
    [["import"], /The path is missing/],
    [["import", "page.html"], /Say whose stories they are/],
    [["import", "--author", "ann", "nowhere.zip"], /There is no/],
    [["import", "--author", "ann", "broken.zip"], /zip/],
    [["make-operator"], /The address is missing/],
    [["ledger"], /What to do, which is export, is missing/],
    [["ledger", "import", "2026-10"], /“import” is not known; there is export/],
    [["ledger", "export", "2026-10"], /Say where to: --out and a folder/],
    [
      ["ledger", "export", "--out", "broken.zip", "2026-10"],
      /broken\.zip is a file, and --out names a/,
    ],
    [["earnings", "export", "--out", "broken.zip", "2026-10"], /broken\.zip is a file, and --out/],
    [["integrity", "score", "--out", "broken.zip", "--events", "."], /broken\.zip is a file/],
    [["ledger", "export", "--out", ".", "2026-13"], /“2026-13” is not a month/],
    [["ledger", "export", "--out", ".", "2026-10"], /has something in it. Nothing was written/],
  ])("%j exits 2", async (args, words) => {
    expectSentence(await earnest(args, {}, scratch), 2, words);
  });
});

describe("a setting that cannot be used", () => {
  it.each<[string, string, RegExp]>([
    ["the environment", "PORT=many", /^earnest migrate: PORT in the environment cannot be used/],
    ["the environment", "DATABASE_URL=mysql://localhost/x", /DATABASE_URL in the environment/],
    ["the file", "# ours\nSITE_NAME=The Quarterly\nPORT=99999\n", /earnest\.env, line 3 cannot/],
    ["the file", "PROT=4000\n", /earnest\.env, line 1 is not a setting we know: “PROT”/],
  ])("in %s is named: %j", async (where, text, words) => {
    const inFile = where === "the file";
    const cwd = mkdtempSync(join(scratch, "settings-"));
    if (inFile) writeFileSync(join(cwd, "earnest.env"), text);
    const [name, value] = text.split("=") as [string, string];
    const settings: Environment = inFile ? {} : { [name]: value };
    expectSentence(await earnest(["migrate"], settings, cwd), 2, words);
  });

  it.each<[string, RegExp]>([
    [
      "postgres://nobody:secret@127.0.0.1:9/x",
      /at 127\.0\.0\.1:9 does not answer: nothing listens/,
    ],
    ["postgres://nobody:secret@nowhere.invalid/x", /at nowhere\.invalid:5432 does not answer/],
  ])("a database that does not answer exits 1 and keeps its password: %s", async (url, words) => {
    const ended = await earnest(["start"], { DATABASE_URL: url });
    expectSentence(ended, 1, words);
    expect(ended.err).not.toContain("secret");
  });
});

/** All that is written, as a fingerprint of each table. */
function contents(): Promise<string> {
  return asAdministrator(folder.config(), async (client) => {
    const { rows: tables } = await client.query<{ name: string }>(
      "select relname as name from pg_class where relnamespace = 'public'::regnamespace and relkind = 'r' order by 1",
    );
    const said: string[] = [];
    for (const { name } of tables) {
      const { rows } = await client.query(
        `select md5(coalesce(string_agg(t::text, '' order by t::text), '')) as said from ${name} as t`,
      );
      said.push(`${name} ${rows[0].said}`);
    }
    return said.join("\n");
  });
}

/** Whoever asks keeps the server running meanwhile. */
async function whileUp(work: () => Promise<void>): Promise<void> {
  const { stop } = await startEmbedded({ folder: join(folder.path, "postgres"), log: () => {} });
  await work().finally(stop);
}

describe("what the site cannot do", () => {
  const month = monthOf(new Date());

  it.each<[string[], RegExp]>([
    [["close", month], new RegExp(`${month} is not over.*Nothing was changed`)],
    [["audit", month], new RegExp(`${month} is not closed`)],
    [["import", "--author", "@ann", "page.html"], /There is no account @ann. Nothing was imported/],
    [["make-operator", "ann@example.org"], /There is no account with the address ann@example.org/],
  ])("%j exits 2 and changes nothing", async (args, words) => {
    await whileUp(async () => {
      before = await contents();
      expectSentence(await earnest(args, folder.settings, scratch), 2, words);
      expect(await contents()).toEqual(before);
    });
  });

  it("fill a site with the demo that has somebody in it", async () => {
    await whileUp(async () => {
      await asAdministrator(folder.config(), (client) =>
        client.query(
          "insert into reader (handle, name, email, joined_at) values ('ann', 'Ann', 'ann@example.org', $1)",
          [dayOf(new Date())],
        ),
      );
      before = await contents();
      const ended = await earnest(["demo"], folder.settings);
      expectSentence(ended, 2, /has 1 accounts?, and the demo fills an empty one only/);
      expect(await contents()).toEqual(before);
    });
  });

  it("listen where somebody else does", async () => {
    const port = await freePort();
    const other = createServer().listen(port, "127.0.0.1");
    const ended = await earnest(["start"], { ...folder.settings, PORT: String(port) });
    expectSentence(ended, 1, new RegExp(`Port ${port} is in use. Nothing was started`));
    expect(folder.isUp()).toBe(false);
    other.close();
  });

  it("listen at an address that is not this machine’s", async () => {
    const settings = { ...folder.settings, HOST: "192.0.2.1", PORT: "0" };
    expectSentence(
      await earnest(["start"], settings),
      1,
      /This machine has no address 192\.0\.2\.1/,
    );
  });
});

describe("a database without its queue, as a kill during the first start leaves it", () => {
  it("gets it at the next start", async () => {
    await whileUp(async () => {
      const ask = (statement: string) =>
        asAdministrator(folder.config(), (client) => client.query(statement));
      await ask("drop schema graphile_worker cascade");
      expect(await earnest(["migrate"], folder.settings)).toMatchObject({ code: 0, err: "" });
      const { rows } = await ask("select count(*)::int as count from graphile_worker.jobs");
      expect(rows).toEqual([{ count: 0 }]);
    });
  });
});

describe("earnest routes", () => {
  it("prints every URL and who may call it, without settings or a database", async () => {
    const { code, out, err } = await earnest(["routes"], { DATABASE_URL: "nonsense" });
    expect([code, err]).toEqual([0, ""]);
    const lines = out.trimEnd().split("\n");
    expect(lines.length).toBeGreaterThan(60);
    for (const line of lines) {
      expect(line).toMatch(/^(GET|POST|PUT|DELETE) +(anyone|reader|reviewer|operator) +\//);
    }
    expect(out).toMatch(/^POST +anyone +\/readings$/m);
    expect(out).toMatch(/^GET +reviewer +\/desk$/m);
    const urls = lines.map((line) => line.split(/ +/)[2]!);
    expect(urls).toEqual([...urls].sort());
  });
});
