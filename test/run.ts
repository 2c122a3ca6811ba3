/**
 * `npm test`: format, lint, types, then every test, and one closing line: "N passed, N failed".
 *
 * A check that fails counts as one failure and does not stop the others.
 */
import { spawn } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

interface Tally {
  passed: number;
  failed: number;
}

/** What the test runner writes down of a project. */
interface Report {
  numPassedTests: number;
  numFailedTests: number;
  testResults: { status: string; assertionResults: { status: string }[] }[];
}

const folder = mkdtempSync(join(tmpdir(), "earnest-test-report-"));

function run(command: string, args: readonly string[]): Promise<number> {
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, { stdio: ["ignore", "inherit", "inherit"] });
    child.on("error", reject);
    child.on("exit", (code) => resolve(code ?? 1));
  });
}

async function check(name: string, command: string, args: readonly string[]): Promise<Tally> {
  process.stdout.write(`\n— ${name}\n`);
  const code = await run(command, args);
  return code === 0 ? { passed: 1, failed: 0 } : { passed: 0, failed: 1 };
}

/** The tests of one project; a run that ends without a report is one failure. */
async function tests(project: string): Promise<Tally> {
  process.stdout.write(`\n— tests: ${project}\n`);
  const report = join(folder, `${project}.json`);
  const reporters = ["--reporter=default", "--reporter=json", `--outputFile.json=${report}`];
  const code = await run("vitest", ["run", "--project", project, ...reporters]);
  try {
    const said: Report = JSON.parse(readFileSync(report, "utf8"));
    // A file that does not load fails without a test of it failing.
    const unread = said.testResults.filter(
      ({ status, assertionResults }) =>
        status === "failed" && assertionResults.every((test) => test.status !== "failed"),
    );
    const failed = said.numFailedTests + unread.length;
    return { passed: said.numPassedTests, failed: failed === 0 && code !== 0 ? 1 : failed };
  } catch {
    return { passed: 0, failed: 1 };
  }
}

const tallies: Tally[] = [
  await check("format and lint", "biome", ["check", "."]),
  await check("types", "tsc", ["--noEmit", "-p", "."]),
];
for (const project of ["house", "core", "rooms", "crash", "journeys"])
  tallies.push(await tests(project));
rmSync(folder, { recursive: true, force: true });

const passed = tallies.reduce((sum, tally) => sum + tally.passed, 0);
const failed = tallies.reduce((sum, tally) => sum + tally.failed, 0);
process.stdout.write(`\n${passed} passed, ${failed} failed\n`);
process.exitCode = failed === 0 && passed > 0 ? 0 : 1;
