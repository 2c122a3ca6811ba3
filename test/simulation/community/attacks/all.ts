/** Every attack, with the knobs it is run with unless told otherwise. */
import type { Chance } from "../chance.ts";
import type { Knobs, Plot } from "../plot.ts";
import type { AttackKind } from "../truth.ts";
import { chain } from "./chain.ts";
import { clapPod } from "./clap-pod.ts";
import { followRing } from "./follow-ring.ts";
import { readFarm } from "./read-farm.ts";
import { replySwap } from "./reply-swap.ts";
import { slowDrip } from "./slow-drip.ts";
import { solicitation } from "./solicitation.ts";
import { swapMarket } from "./swap-market.ts";

type Shape = Pick<Knobs, "size" | "days" | "density">;

export interface Attack {
  run: (plot: Plot) => void;
  /** How many there are in a community of 13,000. */
  count: number;
  /** Usual shapes. */
  shape: (chance: Chance) => Shape;
}

export const ATTACK: Record<AttackKind, Attack> = {
  "follow-ring": {
    run: followRing,
    count: 6,
    shape: (chance) => ({
      size: Math.min(100, Math.round(10 + chance.exponential(22))),
      days: chance.between(2, 7),
      density: chance.between(0.55, 0.95),
    }),
  },
  "swap-market": {
    run: swapMarket,
    count: 1,
    shape: (chance) => ({
      size: chance.whole(180, 320),
      days: chance.between(10, 30),
      density: chance.between(0.025, 0.05),
    }),
  },
  "clap-pod": {
    run: clapPod,
    count: 4,
    shape: (chance) => ({
      size: chance.whole(8, 25),
      days: chance.between(40, 90),
      density: chance.between(0.5, 0.9),
    }),
  },
  "reply-swap": {
    run: replySwap,
    count: 4,
    shape: (chance) => ({
      size: chance.whole(7, 20),
      days: chance.between(40, 90),
      density: chance.between(0.4, 0.8),
    }),
  },
  "read-farm": {
    run: readFarm,
    count: 3,
    shape: (chance) => ({
      size: chance.whole(20, 70),
      days: chance.between(30, 90),
      density: chance.between(0.6, 0.95),
    }),
  },
  "slow-drip": {
    run: slowDrip,
    count: 4,
    shape: (chance) => ({
      size: chance.whole(12, 35),
      days: chance.between(70, 130),
      density: chance.between(0.5, 0.9),
    }),
  },
  chain: {
    run: chain,
    count: 3,
    shape: (chance) => ({
      size: chance.whole(20, 60),
      days: chance.between(4, 20),
      density: chance.between(0.3, 0.8),
    }),
  },
  solicitation: {
    run: solicitation,
    count: 1,
    shape: (chance) => ({
      size: chance.whole(20, 40),
      days: chance.between(20, 60),
      density: chance.between(0.15, 0.5),
    }),
  },
};
