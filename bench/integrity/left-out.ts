/**
 * What the engine does without a part of itself, and of attacks it does not meet beside the others: each channel
 * off once, each kind alone, and kinds that were written after the weights (`unseen.ts`).
 */
import { CHANNELS } from "../../src/core/integrity/score.ts";
import { type Camouflage, COVERS } from "../../test/simulation/community/plot.ts";
import { ATTACKS } from "../../test/simulation/community/truth.ts";
import { type Row, tell } from "../measured.ts";
import { mean } from "./figures.ts";
import { UNSEEN } from "./unseen.ts";
import { figuresOf, withTexts } from "./worlds.ts";

const CAMOUFLAGES = ["none", "half", "full"] as const;
const ANEW: Record<Camouflage, string> = { none: "≥ .95", half: "≥ .9", full: "≥ .8" };

/** One community of each camouflage; the mean over them. */
export function ablationRows(people: number, seed: number): Row[] {
  const worlds = CAMOUFLAGES.map((camouflage, n) =>
    withTexts({ seed: seed + n, people, camouflage }),
  );
  return [null, ...CHANNELS].flatMap((channel) => {
    tell(`without ${channel ?? "nothing"}`);
    const figures = worlds.map((world) => figuresOf(world, new Set(channel ? [channel] : [])));
    const what = channel ? `without ${channel}` : "with all channels";
    return [
      { what: `${what}: AUC`, value: mean(figures.map(({ auc }) => auc)), unit: "" },
      { what: `${what}: recall`, value: mean(figures.map(({ recall }) => recall)), unit: "" },
    ];
  });
}

/** Each kind in a community where no other attack is, so that nothing else gives it away. */
export function aloneRows(people: number, seed: number): Row[] {
  return CAMOUFLAGES.flatMap((camouflage, n) => {
    const recalls = ATTACKS.map((kind) => {
      const options = { seed: seed + n, people, camouflage, attacks: [kind], attackScale: 2 };
      return { kind, recall: figuresOf(withTexts(options)).recall };
    });
    tell(
      `${camouflage}, alone: ${recalls.map((one) => `${one.kind} ${one.recall.toFixed(3)}`).join(", ")}`,
    );
    const least = recalls.reduce((a, b) => (b.recall < a.recall ? b : a));
    const what = `camouflage ${camouflage}, each kind alone: recall`;
    return [
      { what, value: mean(recalls.map(({ recall }) => recall)), unit: "", bar: ANEW[camouflage] },
      { what: `  the least, of ${least.kind}`, value: least.recall, unit: "" },
    ];
  });
}

export function unseenRows(people: number, seed: number): Row[] {
  return CAMOUFLAGES.flatMap((camouflage, n) => {
    const rows = Object.entries(UNSEEN).map(([name, { size, days, run }]): Row => {
      const knobs = { size, days, density: 1, cover: COVERS[camouflage], care: 1 / 3 };
      const plots = [80, 120, 150].map((start) => ({
        ...{ kind: "follow-ring" as const, start, knobs, run },
      }));
      const { recall } = figuresOf(withTexts({ seed: seed + n, people, attacks: [], plots }));
      return { what: `camouflage ${camouflage}, never shown: ${name}`, value: recall, unit: "" };
    });
    const value = mean(rows.map((row) => row.value));
    const what = `camouflage ${camouflage}, kinds never shown: recall`;
    return [{ what, value, unit: "", bar: ANEW[camouflage] }, ...rows];
  });
}
