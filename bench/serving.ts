/**
 * How fast pages are given: kept for visitors, and made anew for members, beside a bare `node:http`
 * server that gives the same bytes; and what the server takes in memory.
 */
import { type Answer, type Running, startBare } from "./bare.ts";
import { openGround, startSite } from "./ground.ts";
import { type Asked, fire, get, ROUND_SECONDS, ROUNDS, type Taken } from "./load.ts";
import { type Measured, median, type Row, rounded } from "./measured.ts";
import { cpuMs, residentMaxMb, residentMb } from "./process-costs.ts";
import { seededStories, seedSite, sessionToken } from "./seed-site.ts";
import { storyWeight } from "./story-weight.ts";

const SIZE = { stories: 1000, members: 1000 };
const CONNECTIONS = 16;
const WARM_UP_SECONDS = 1;
const IDLE_MS = 3000;

const BROWSER = {
  "accept-encoding": "gzip, deflate, br",
  accept: "text/html,application/xhtml+xml",
  "user-agent": "Mozilla/5.0 (X11; Linux x86_64)",
};

/** What was measured, a median of rounds. */
interface Rate {
  perSecond: number;
  p99Ms: number;
  /** Processor time of the server, in microseconds. */
  cpuMicros: number;
  bytes: number;
}

export async function run(): Promise<Measured> {
  const ground = await openGround();
  try {
    await seedSite(ground.db, SIZE);
    const stories = await seededStories(ground.db, 64);
    const site = await startSite(ground.environment);
    try {
      return {
        name: "serving",
        rows: await measure(
          site,
          stories.map(({ url }) => url),
        ),
      };
    } finally {
      await site.stop();
    }
  } finally {
    await ground.close();
  }
}

async function measure(site: Running, urls: string[]): Promise<Row[]> {
  await new Promise((resolve) => setTimeout(resolve, IDLE_MS));
  const idleMb = residentMb(site.pid);
  const kept = await beside(site, [get(urls[0]!, BROWSER)]);
  const keptHome = await beside(site, [get("/", BROWSER)]);
  const made = await beside(site, asMembers(urls));
  const madeHome = await beside(site, asMembers(["/"]));
  const loadedMb = residentMaxMb(site.pid);
  return [
    ...besideRows("story, kept", kept),
    ...besideRows("home, kept", keptHome),
    ...madeRows("story, made for a member", made, "≥ 1,000"),
    ...madeRows("home, made for a member", madeHome, "≥ 500"),
    { what: "memory of the server, idle", value: rounded(idleMb), unit: "MB", bar: "≤ 120" },
    { what: "memory of the server, at most", value: rounded(loadedMb), unit: "MB", bar: "≤ 250" },
    ...(await storyWeight(site.port, urls[0]!)),
  ];
}

/** Each connection is another member's, and each of its requests another story. */
function asMembers(urls: string[]): Asked[] {
  return Array.from({ length: 256 }, (_, index) => {
    const cookie = `__Host-earnest=${sessionToken(1 + (index % SIZE.members))}`;
    return get(urls[index % urls.length]!, { ...BROWSER, cookie });
  });
}

interface Beside {
  ours: Rate;
  bare: Rate;
}

/** Ours, and a bare server that gives what ours gave to the first of `asked`. */
async function beside(site: Running, asked: Asked[]): Promise<Beside> {
  await warm(site.port, asked);
  const bare = await startBare(await answerTo(site.port, asked[0]!));
  try {
    const rounds: Beside[] = [];
    for (let round = 0; round < ROUNDS; round++) {
      rounds.push({ ours: await rate(site, asked), bare: await rate(bare, asked) });
    }
    const of = (who: keyof Beside) => middle(rounds.map((round) => round[who]));
    return { ours: of("ours"), bare: of("bare") };
  } finally {
    await bare.stop();
  }
}

const PAUSE_MS = 200;

/** A page is kept after it was given once, when it is compressed. */
async function warm(port: number, asked: Asked[]): Promise<void> {
  await fire({ port, connections: CONNECTIONS, warmUpSeconds: 0, seconds: WARM_UP_SECONDS, asked });
  await new Promise((resolve) => setTimeout(resolve, PAUSE_MS));
}

async function rate({ port, pid }: Running, asked: Asked[]): Promise<Rate> {
  const before = cpuMs(pid);
  const order = {
    port,
    connections: CONNECTIONS,
    warmUpSeconds: 0.5,
    seconds: ROUND_SECONDS,
    asked,
  };
  const taken: Taken = await fire(order);
  const cpuMicros = ((cpuMs(pid) - before) * 1000) / taken.answered;
  return { perSecond: taken.perSecond, p99Ms: taken.p99Ms, cpuMicros, bytes: taken.bytes };
}

function middle(rates: Rate[]): Rate {
  const of = (figure: keyof Rate) => median(rates.map((one) => one[figure]));
  return {
    perSecond: of("perSecond"),
    p99Ms: of("p99Ms"),
    cpuMicros: of("cpuMicros"),
    bytes: of("bytes"),
  };
}

/** As `fetch` would not give it: compressed. */
async function answerTo(port: number, { head }: Asked): Promise<Answer> {
  const { request } = await import("node:http");
  const [first = "", ...lines] = head.trimEnd().split("\r\n");
  const headers = Object.fromEntries(lines.map((line) => line.split(": ", 2)));
  return new Promise((resolve, reject) => {
    const asking = request({ port, host: "127.0.0.1", path: first.split(" ")[1], headers });
    asking.on("error", reject);
    asking.on("response", (response) => {
      const chunks: Buffer[] = [];
      response.on("data", (chunk: Buffer) => chunks.push(chunk));
      response.on("end", () => {
        const given = Object.entries(response.headers).map(([name, text]) => [name, String(text)]);
        const body = Buffer.concat(chunks).toString("base64");
        resolve({ headers: Object.fromEntries(given), body });
      });
    });
    asking.end();
  });
}

function besideRows(what: string, { ours, bare }: Beside): Row[] {
  const part = (100 * ours.perSecond) / bare.perSecond;
  const cost = (100 * bare.cpuMicros) / ours.cpuMicros;
  return [
    { what, value: rounded(ours.perSecond), unit: "req/s" },
    { what: "  the same by bare node:http", value: rounded(bare.perSecond), unit: "req/s" },
    { what: "  part of bare, by rate", value: rounded(part), unit: "%", bar: "≥ 85" },
    { what: "  part of bare, by processor time", value: rounded(cost), unit: "%" },
    { what: "  processor time", value: rounded(ours.cpuMicros), unit: "µs" },
    { what: "  bytes of an answer", value: ours.bytes, unit: "B" },
  ];
}

function madeRows(what: string, { ours, bare }: Beside, bar: string): Row[] {
  return [
    { what, value: rounded(ours.perSecond), unit: "req/s", bar },
    { what: "  99th percentile", value: rounded(ours.p99Ms), unit: "ms", bar: "≤ 50" },
    { what: "  processor time of the server", value: rounded(ours.cpuMicros), unit: "µs" },
    { what: "  the same bytes by bare node:http", value: rounded(bare.perSecond), unit: "req/s" },
    { what: "  bytes of an answer", value: ours.bytes, unit: "B" },
  ];
}
