/**
 * How well traders are told from honest people: made-up communities of 13,000, camouflage none, half and full,
 * three of each, by kind of attack and of honest group; honest communities that were held out, for the
 * calibration; the engine without each of its channels, on kinds by themselves and on kinds that it was not made
 * by; an attacker who learns; published graphs with attention laid over. Beside the peers, each from its paper, on the
 * same communities.
 *
 *     npm run bench -- integrity
 *     node bench/integrity.ts 2500 1001      # smaller, from another seed: for tuning
 */

import type { Events } from "../src/core/integrity/events.ts";
import { peeledGroups, type TieGraph } from "../src/core/integrity/graph/peeled-groups.ts";
import {
  hasRealGraph,
  type RealGraph,
  readRealGraph,
} from "../src/core/integrity/graph/real-graphs.test-support.ts";
import { CHANNELS, ESCROW_FROM, type Scores, scoreEvents } from "../src/core/integrity/score.ts";
import { type Edges, overlayAttention } from "../test/simulation/community/overlay.ts";
import type { Camouflage } from "../test/simulation/community/plot.ts";
import { ATTACKER } from "../test/simulation/community/truth.ts";
import { adaptingRows } from "./integrity/adapting.ts";
import { mean } from "./integrity/figures.ts";
import { ablationRows, aloneRows, unseenRows } from "./integrity/left-out.ts";
import { PEERS } from "./integrity/peers.ts";
import {
  calibration,
  moneyHeld,
  type WorldFigures,
  worldFigures,
} from "./integrity/world-figures.ts";
import { withTexts } from "./integrity/worlds.ts";
import { type Measured, type Row, tell } from "./measured.ts";

const PEOPLE = 11_000;
/** Whoever chooses weights takes communities from other seeds, and these anew once they were looked at. */
const FIRST_SEED = 5001;
const WORLDS_EACH = 3;
/** Attention from which a tie is read. */
const READ_FROM = 0.3;
const ODDS = [10, 100, 1000, 8100];

const BARS: Record<Camouflage, { auc: string; recall: string; money: string; honest: string }> = {
  none: { auc: "≥ .998", recall: "≥ .98", money: "≥ .97", honest: "≤ .01" },
  half: { auc: "≥ .995", recall: "≥ .92", money: "≥ .85", honest: "≤ .015" },
  full: { auc: "≥ .99", recall: "≥ .85", money: "≥ .7", honest: "≤ .02" },
};

export function run(): Promise<Measured> {
  return Promise.resolve(measured(PEOPLE, FIRST_SEED));
}

interface Judged {
  figures: WorldFigures;
  money: { collusiveHeld: number; honestHeld: number };
  peers: Record<string, number>;
  /** What groups there are by peeling unread ties. */
  peeled: WorldFigures;
}

function measured(people: number, firstSeed: number): Measured {
  const rows: Row[] = [];
  const all: WorldFigures[] = [];
  let seed = firstSeed;
  for (const camouflage of ["none", "half", "full"] as const) {
    const worlds: Judged[] = [];
    for (let n = 0; n < WORLDS_EACH; n += 1) worlds.push(judged(people, seed++, camouflage));
    rows.push(...camouflageRows(camouflage, worlds));
    rows.push(...kindRows(camouflage, worlds));
    all.push(...worlds.map(({ figures }) => figures));
  }
  rows.push(...groupRows(all), ...calibrationRows(people, seed));
  rows.push(...ablationRows(people, seed + 3), ...aloneRows(people, seed + 6));
  rows.push(...unseenRows(people, seed + 9), ...adaptingRows(seed + 12), ...realRows());
  return { name: "integrity", rows };
}

function judged(people: number, seed: number, camouflage: Camouflage): Judged {
  const community = withTexts({ seed, people, camouflage });
  const began = performance.now();
  const scores = scoreEvents(community.events);
  tell(`seed ${seed}, ${camouflage}: ${Math.round(performance.now() - began)} ms`);
  const peers: Record<string, number> = {};
  for (const [name, judge] of Object.entries(PEERS))
    peers[name] = worldFigures(community, judge(community.events)).auc;
  const groups = scores.groups.filter(({ released }) => !released);
  const figures = worldFigures(community, { ...scores, tie: scores.ties.q, groups });
  const peeled = peeledGroups(unreadTies(community.events, scores));
  return {
    ...{ figures, peers, money: moneyHeld(community, scores, ESCROW_FROM) },
    peeled: worldFigures(community, { surprise: scores.surprise, groups: peeled }),
  };
}

/** Each pair once; a tie weighs how likely it was traded, and nothing when it is read. */
function unreadTies({ accounts, follows }: Events, { ties }: Scores): TieGraph {
  const size = accounts.ids.length;
  const weights = new Map<number, number>();
  for (const [row, follower] of follows.follower.entries()) {
    const pair = follower * size + follows.followee[row]!;
    const isRead = ties.creditBefore[row]! + ties.creditAfter[row]! > READ_FROM;
    weights.set(pair, Math.max(weights.get(pair) ?? 0, isRead ? 0 : ties.q[row]!));
  }
  const pairs = [...weights.keys()];
  return {
    ...{ rows: size, columns: size, weight: Float64Array.from(weights.values()) },
    from: Int32Array.from(pairs, (pair) => Math.floor(pair / size)),
    to: Int32Array.from(pairs, (pair) => pair % size),
  };
}

function camouflageRows(camouflage: Camouflage, worlds: readonly Judged[]): Row[] {
  const of = (value: (one: Judged) => number) => mean(worlds.map(value));
  const what = (name: string) => `camouflage ${camouflage}: ${name}`;
  const bars = BARS[camouflage];
  return [
    { what: what("accounts, AUC"), value: of((one) => one.figures.auc), unit: "", bar: bars.auc },
    ...Object.keys(PEERS).map((peer) => ({
      ...{ what: what(`the same by ${peer}`), value: of((one) => one.peers[peer]!), unit: "" },
    })),
    {
      ...{ what: what("recall at 0.1 % false positives"), unit: "", bar: bars.recall },
      value: of((one) => one.figures.recall),
    },
    { what: what("flagged"), value: of((one) => one.figures.flaggedRecall), unit: "" },
    {
      ...{ what: what("traded ties, AUC"), unit: "", bar: "≥ .98" },
      value: of((one) => one.figures.tieAuc),
    },
    {
      ...{ what: what("rings found"), unit: "", bar: "≥ .9" },
      value: of((one) => one.figures.ringsFound),
    },
    { what: what("rings found by peeling"), value: of((one) => one.peeled.ringsFound), unit: "" },
    {
      ...{ what: what("  its groups with an honest majority"), unit: "" },
      value: of((one) => one.peeled.honestGroupsNamed),
    },
    {
      ...{ what: what("collusive money held"), unit: "", bar: bars.money },
      value: of((one) => one.money.collusiveHeld),
    },
    {
      ...{ what: what("honest money held"), unit: "", bar: bars.honest },
      value: of((one) => one.money.honestHeld),
    },
  ];
}

function kindRows(camouflage: Camouflage, worlds: readonly Judged[]): Row[] {
  const kinds = Object.keys(worlds[0]!.figures.attacks);
  return kinds.map((kind) => ({
    what: `camouflage ${camouflage}: ${kind}, recall`,
    value: mean(worlds.map(({ figures }) => figures.attacks[kind]!.recall)),
    unit: "",
  }));
}

function groupRows(worlds: readonly WorldFigures[]): Row[] {
  const kinds = Object.keys(worlds[0]!.groups);
  const total = { accounts: 0, flagged: 0 };
  const rows = kinds.map((kind): Row => {
    const own = worlds.map(({ groups }) => groups[kind]!);
    const accounts = own.reduce((sum, one) => sum + one.accounts, 0);
    const flagged = own.reduce((sum, one) => sum + one.flagged, 0);
    total.accounts += accounts;
    total.flagged += flagged;
    const value = (100 * flagged) / accounts;
    return { what: `honest: ${kind} flagged`, value, unit: "%", bar: "≤ 2" };
  });
  const value = (100 * total.flagged) / total.accounts;
  return [
    { what: "honest: tight groups flagged", value, unit: "%", bar: "≤ .5" },
    ...rows,
    {
      ...{ what: "honest: accounts flagged", unit: "%" },
      value: 100 * mean(worlds.map(({ honestFlagged }) => honestFlagged)),
    },
    {
      ...{ what: "groups with an honest majority", unit: "", bar: "≤ 0" },
      value: worlds.reduce((sum, { honestGroupsNamed }) => sum + honestGroupsNamed, 0),
    },
  ];
}

/** "One in N" in honest communities, times N: 1 is exact. */
function calibrationRows(people: number, firstSeed: number): Row[] {
  const worlds = [0, 1, 2].map((n) => {
    const community = withTexts({ seed: firstSeed + n, people, attacks: [] });
    return { surprise: scoreEvents(community.events).surprise, label: community.truth.label };
  });
  return calibration(worlds, ODDS).flatMap((value, at) => {
    const what = `one in ${ODDS[at]!.toLocaleString("en")}, as often as it says`;
    // Of so few one more or less says nothing.
    if (ODDS[at]! > 1000) return [{ what, value, unit: "×" }];
    return [
      { what, value, unit: "×", bar: "≥ .5" },
      { what, value, unit: "×", bar: "≤ 2" },
    ];
  });
}

function realRows(): Row[] {
  const rows: Row[] = [];
  for (const name of ["wiki-vote", "epinions", "bitcoin-otc"] satisfies RealGraph[]) {
    if (!hasRealGraph(name)) continue;
    const ring = name === "bitcoin-otc" ? 0 : 30;
    const graph = readRealGraph(name);
    const judged = [0, 1, 2].map((n) => overlaid(graph, { seed: FIRST_SEED + n, ring }));
    const honest = mean(judged.map((one) => one.honestPercent));
    rows.push({ what: `${name}: honest flagged`, value: honest, unit: "%", bar: "≤ .1" });
    if (ring === 0) continue;
    const value = mean(judged.map(({ f1 }) => f1));
    rows.push({ what: `${name}: a ring of thirty, F1`, value, unit: "", bar: "≥ .95" });
  }
  return rows;
}

function overlaid(graph: Edges, { seed, ring }: { seed: number; ring: number }) {
  const { events, texts, truth } = overlayAttention(graph, { seed, ring });
  const { flagged } = scoreEvents(events, { texts });
  const guilty = truth.label.map((label) => (label === ATTACKER ? 1 : 0));
  const found = flagged.reduce((sum, one, place) => sum + one * guilty[place]!, 0);
  const named = flagged.reduce((sum, one) => sum + one, 0);
  return {
    honestPercent: (100 * (named - found)) / flagged.length,
    f1: (2 * found) / (named + ring),
  };
}

if (import.meta.main) {
  const [people = 2500, seed = 1001] = process.argv.slice(2).map(Number);
  tell(`Channels: ${CHANNELS.join(", ")}.`);
  for (const { what, value, unit, bar = "" } of measured(people, seed).rows)
    console.log(`${what.padEnd(66)} ${value.toFixed(4).padStart(9)} ${unit.padEnd(2)} ${bar}`);
}
