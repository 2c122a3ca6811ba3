/**
 * What the scenes give under each rule. They take seconds to compute and never change, so they stand
 * here; `scenes.test.ts` computes every one of them again.
 */
import type { SceneName, Taken } from "./scenes.ts";

export type SceneFigures = Readonly<Record<SceneName, readonly Taken[]>>;

export const SCENE_FIGURES: SceneFigures = {
  "false-member": [
    { rule: "earnest-1", ownMicros: 2_733_000n, takenMicros: 2_733_000n },
    { rule: "applause-2017", ownMicros: 2_733_000n, takenMicros: 2_733_000n },
    { rule: "reading-2019", ownMicros: 2_733_000n, takenMicros: 2_733_000n },
    { rule: "points-2023", ownMicros: 2_733_000n, takenMicros: 388_004_140n },
    { rule: "points-2023-capped", ownMicros: 2_733_000n, takenMicros: 5_466_000n },
    { rule: "growth-2026", ownMicros: 2_733_000n, takenMicros: 5_466_000n },
  ],
  ring: [
    { rule: "earnest-1", ownMicros: 1_639_800_000n, takenMicros: 1_639_800_000n },
    { rule: "applause-2017", ownMicros: 1_639_800_000n, takenMicros: 1_639_800_000n },
    { rule: "reading-2019", ownMicros: 1_639_800_000n, takenMicros: 1_639_800_000n },
    { rule: "points-2023", ownMicros: 1_639_800_000n, takenMicros: 9_539_766_600n },
    { rule: "points-2023-capped", ownMicros: 1_639_800_000n, takenMicros: 3_279_600_000n },
    { rule: "growth-2026", ownMicros: 1_639_800_000n, takenMicros: 3_279_600_000n },
  ],
  cutting: [
    { rule: "earnest-1", ownMicros: 1_134_754n, takenMicros: 1_356_521n },
    { rule: "applause-2017", ownMicros: 1_366_500n, takenMicros: 1_366_500n },
    { rule: "reading-2019", ownMicros: 1_366_500n, takenMicros: 1_366_500n },
    { rule: "points-2023", ownMicros: 1_366_500n, takenMicros: 2_201_339n },
    { rule: "points-2023-capped", ownMicros: 1_366_500n, takenMicros: 2_085_710n },
    { rule: "growth-2026", ownMicros: 1_366_500n, takenMicros: 2_085_710n },
  ],
};
