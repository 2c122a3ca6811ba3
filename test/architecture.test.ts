/** The rules of the house that a machine can keep (STYLE.md). */
import { readdirSync, readFileSync } from "node:fs";
import { dirname, join, normalize } from "node:path";
import { describe, expect, it } from "vitest";

/** The floors, top first. A file imports from its own floor or from one below. */
const FLOORS = [
  "main",
  "start",
  "app",
  "tasks",
  "cli",
  "stand-in",
  "features",
  "web",
  "jobs",
  "store",
  "core",
];

/** The rooms on the features floor. A room imports from those before it. */
const ROOMS = [
  ...["accounts", "ledger", "bank", "policies", "stories", "following", "responses"],
  ...["membership", "reading", "profiles", "integrity", "feed", "notices", "partners"],
  ...["earnings", "payouts", "lab", "cases", "desk"],
];

/** Which room writes which table. Any room may read. */
const WRITER: Record<string, string> = {
  ...{ books_check: "ledger" },
  ...{ reader: "accounts", session: "accounts", link_token: "accounts", attempt: "accounts" },
  ...{ image: "stories", story: "stories", revision: "stories", revision_image: "stories" },
  ...{ import: "stories", import_item: "stories", follow: "following" },
  ...{ clap: "responses", clap_month: "responses", response: "responses" },
  ...{ held_response: "responses", held_decision: "responses" },
  ...{ story_tally: "responses", test_bank_request: "bank" },
  ...{ bank_request: "bank", bank_event: "bank" },
  ...{ plan: "membership", membership: "membership", charge: "membership" },
  ...{
    charge_attempt: "membership",
    dues: "membership",
    accrual: "membership",
    refund: "membership",
  },
  ...{ refund: "membership", accrual: "membership", dues_setting: "membership" },
  ...{ coupon: "membership", gift: "membership", dispute: "membership" },
  ...{ charge_share: "membership", take_back_part: "membership", referral: "membership" },
  ...{ conversion: "membership", conversion_story: "membership" },
  ...{ reading_session: "reading", reading_clock: "reading", reading_day: "reading" },
  ...{ view_day: "reading", visit_day: "reading", mail: "notices" },
  ...{ application: "partners", partner: "partners" },
  ...{
    policy: "policies",
    lab_run: "lab",
    closing: "earnings",
    pool: "earnings",
    month_tie: "earnings",
    month_story: "earnings",
  },
  ...{ exclusion: "earnings", allocation_line: "earnings", unclaimed: "earnings" },
  ...{ statement: "earnings", statement_line: "earnings", payout: "payouts" },
  ...{ share_hold: "earnings", statement_part: "earnings", statement_parted: "earnings" },
  ...{ estimate: "earnings", estimate_line: "earnings" },
  ...{ payout_batch: "payouts", payout_batch_partner: "payouts", payout_delivery: "payouts" },
  ...{ withholding: "payouts", dormancy: "payouts", payment_debtor: "payouts" },
  ...{ payment_file: "payouts", file_payment: "payouts" },
  ...{ integrity_run: "integrity", integrity_account: "integrity", integrity_group: "integrity" },
  ...{ integrity_member: "integrity", integrity_pair: "integrity", tie: "integrity" },
  ...{ brake: "integrity", recheck: "integrity", watch_mark: "integrity", verdict: "integrity" },
  ...{ integrity_case: "cases", case_file: "cases", case_member: "cases", case_decision: "cases" },
  ...{ case_concerned: "cases", case_appeal: "cases" },
  ...{ month_hold: "earnings", escrow_end: "earnings" },
};

/** Nobody writes these but through `post()` and the functions that shut and seal days. */
const BOOKS = [
  ...["ledger_kind", "ledger_account", "balance", "journal", "transfer"],
  ...["shut_day", "seal"],
];

const LINES_MAX = 300;

/** The one part of the house that islands may import as values: data without behaviour. */
const SHARED_WITH_ISLANDS = "core/stories/grammar";

const files = readdirSync("src", { recursive: true, encoding: "utf8" })
  .filter((file) => /\.tsx?$/.test(file) && !file.includes(".test"))
  .map((file) => ({ file, text: readFileSync(join("src", file), "utf8") }));

const imports = files.flatMap(({ file, text }) =>
  all(text, /^(?:import|export)\b(?! type)[^;]*?from "(\.[^"]+)"|import\("(\.[^"]+)"\)/gm).map(
    (to) => ({ file, to: normalize(join(dirname(file), to)) }),
  ),
);

describe("the house", () => {
  it("has a known floor for every file", () => {
    expect(files.map(({ file }) => floor(file)).filter((name) => !known(name))).toEqual([]);
  });

  it("has islands apart, that share the story's grammar and nothing else", () => {
    const ferries = imports.filter(({ file, to }) => island(file) !== island(to));
    const strange = ferries.filter(
      ({ file, to }) => !(island(file) && to.startsWith(SHARED_WITH_ISLANDS)),
    );
    expect(strange).toEqual([]);
  });

  it("has no cellar", () => {
    const cellar = /\b(utils?|helpers?|lib|common|shared|services?|managers?)\b/;
    expect(files.map(({ file }) => file).filter((file) => cellar.test(file))).toEqual([]);
  });

  it("is imported downward", () => {
    const rank = (file: string) => FLOORS.indexOf(floor(file));
    const upward = imports.filter(({ file, to }) => !island(file) && rank(to) < rank(file));
    // The settings are read at the top and their type is known to the commands.
    expect(upward.filter(({ to }) => to !== "config.ts")).toEqual([]);
  });

  it("has a stand-in that knows nothing of the house but its core", () => {
    const below = imports.filter(({ file }) => floor(file) === "stand-in");
    expect(below.length).toBeGreaterThan(20);
    expect(below.filter(({ to }) => !["stand-in", "core"].includes(floor(to)))).toEqual([]);
  });

  it("has its rooms in order, each of them known", () => {
    const rank = (file: string) => ROOMS.indexOf(file.split("/")[1]!);
    expect(files.filter(({ file }) => feature(file) && rank(file) < 0)).toEqual([]);
    const within = imports.filter(({ file, to }) => feature(file) && feature(to));
    expect(within.filter(({ file, to }) => rank(to) > rank(file))).toEqual([]);
  });

  it("has a core that knows nothing of the world", () => {
    const world = /from "(?!\.)|\b(Date\.now|new Date\(\)|Math\.random|process\.|fetch\(|async )/;
    const worldly = files.filter(
      ({ file, text }) => floor(file) === "core" && world.test(code(text)),
    );
    expect(worldly.map(({ file }) => file)).toEqual([]);
  });

  it("has one reader of the environment", () => {
    const readers = files.filter(({ text }) => /process\.env/.test(code(text)));
    expect(readers.map(({ file }) => file)).toEqual(["config.ts"]);
  });

  it("has one writer for each table, and knows every table", () => {
    const writes = files.flatMap(({ file, text }) =>
      all(text, /\b(?:insert into|update|delete from|truncate) ([a-z_]+)\b(?! set\b.*from)/g).map(
        (table) => ({ file, table }),
      ),
    );
    const strange = writes.filter(
      ({ file, table }) => WRITER[table] && !file.startsWith(`features/${WRITER[table]}/`),
    );
    expect(strange).toEqual([]);
    expect(writes.filter(({ table }) => BOOKS.includes(table))).toEqual([]);
    const outsideStores = writes.filter(
      ({ file, table }) => WRITER[table] && !/(^|\/|-)store\.ts$/.test(file),
    );
    expect(outsideStores).toEqual([]);
  });

  it("names a writer for every table of the schema", () => {
    const schema = readFileSync("src/store/schema.sql", "utf8");
    const tables = all(schema, /^create table (\w+)/gm);
    const ownerless = tables.filter((table) => !WRITER[table] && !BOOKS.includes(table));
    expect(ownerless.filter((table) => !["secret", "migration"].includes(table))).toEqual([]);
    expect(tables.length).toBeGreaterThan(30);
  });

  it("has files that fit on a few screens", () => {
    const long = files.filter(({ text }) => text.split("\n").length > LINES_MAX + 1);
    expect(long.map(({ file }) => file)).toEqual([]);
  });

  it("opens every file with a sentence saying what it is", () => {
    const silent = files.filter(({ text }) => !/^(\/\*\*|\/\/) ?/.test(text));
    expect(silent.map(({ file }) => file)).toEqual([]);
  });

  it("has no barrels, no default exports, no catch that only goes on", () => {
    const barrel = files.filter(({ file }) => /(^|\/)index\.tsx?$/.test(file));
    expect(barrel.map(({ file }) => file)).toEqual([]);
    const defaults = files.filter(({ text }) => /^export default/m.test(text));
    expect(defaults.map(({ file }) => file)).toEqual([]);
    const swallowed = files.filter(({ text }) => /catch(?: \(\w+\))? \{\s*\}/.test(text));
    expect(swallowed.map(({ file }) => file)).toEqual([]);
  });
});

const floor = (file: string) => file.split("/")[0]!.replace(/\.tsx?$/, "");
const known = (name: string) =>
  ["islands", "styles", "config"].includes(name) || FLOORS.includes(name);
const island = (file: string) => floor(file) === "islands";
const feature = (file: string) => floor(file) === "features";

/** The text without its comments. */
function code(text: string): string {
  return text.replace(/\/\*[\s\S]*?\*\//g, "").replace(/^\s*\/\/.*$/gm, "");
}

function all(text: string, pattern: RegExp): string[] {
  return [...text.matchAll(pattern)].map((match) => match[1] ?? match[2]!);
}
