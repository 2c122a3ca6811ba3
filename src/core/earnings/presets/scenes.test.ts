import { describe, expect, it } from "vitest";
import { present } from "../../assert.ts";
import { EARNEST_1 } from "../policy.ts";
import { ERA_RULES } from "./era-rules.ts";
import { SCENE_FIGURES } from "./scene-figures.ts";
import { SCENES, type SceneName, takenSteps } from "./scenes.ts";
import { finish } from "./steps.ts";

const RULES = [EARNEST_1, ...ERA_RULES];

function figure(scene: SceneName, name: string) {
  return present(
    SCENE_FIGURES[scene].find(({ rule }) => rule === name),
    `${name} has a figure`,
  );
}

/** Millionths of what is theirs. */
function times(scene: SceneName, name: string): number {
  const { ownMicros, takenMicros } = figure(scene, name);
  return Number((takenMicros * 1_000_000n) / ownMicros) / 1e6;
}

describe("the figures of a scene", () => {
  it.each(SCENES)("%s are what the rules' own engines give", (scene) => {
    expect(RULES.map((rule) => finish(takenSteps(scene, rule)))).toEqual(SCENE_FIGURES[scene]);
  }, 60_000);
});

describe("one false member among ten thousand", () => {
  it("takes 388 for 5 out of one pool a day", () => {
    expect(Number(figure("false-member", "points-2023").takenMicros) / 1e6).toBeCloseTo(388, 0);
  });

  it("takes at most what they paid in, where each member has their own pool", () => {
    for (const rule of ["earnest-1", "applause-2017", "reading-2019"]) {
      expect(times("false-member", rule)).toBe(1);
    }
  });

  it("takes at most twice that under the cap", () => {
    expect(times("false-member", "points-2023-capped")).toBe(2);
  });
});

describe("the ring of September 2023", () => {
  it("drains one pool a day", () => {
    expect(times("ring", "points-2023")).toBeGreaterThan(5);
  });

  it("moves its own money in a circle, where each member has their own pool", () => {
    expect(times("ring", "earnest-1")).toBe(1);
    expect(times("ring", "reading-2019")).toBe(1);
  });
});

describe("a story cut into twenty parts", () => {
  it("gains less than ten sevenths where the ratio weighs, and nothing where only time or claps do", () => {
    expect(times("cutting", "earnest-1")).toBeGreaterThan(1.1);
    expect(times("cutting", "earnest-1")).toBeLessThan(10 / 7);
    expect(times("cutting", "applause-2017")).toBe(1);
    expect(times("cutting", "reading-2019")).toBe(1);
  });

  it("gains more where every read has points of its own", () => {
    expect(times("cutting", "points-2023")).toBeGreaterThan(times("cutting", "earnest-1"));
  });
});
