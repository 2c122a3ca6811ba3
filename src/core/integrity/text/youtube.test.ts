/** The YouTube Spam Collection, leaving one video out: learnt on the others, asked about that one. */
import { describe, expect, it } from "vitest";
import { areaUnderCurve } from "./area-under-curve.test-support.ts";
import { rankedComments } from "./comment-learner.test-support.ts";
import { solicitation } from "./solicitation.ts";
import { hasVideos, readVideos } from "./youtube.test-support.ts";

describe.skipIf(!hasVideos())("comments under a video never seen", () => {
  const videos = hasVideos() ? readVideos() : [];
  const judged = videos.map((asked) => {
    const odds = rankedComments(
      videos.filter((video) => video !== asked),
      asked,
    );
    const right = odds.filter((one, place) => Number(one > 0) === asked.labels[place]).length;
    return { right, count: odds.length, area: areaUnderCurve(odds, asked.labels) };
  });
  const sum = (values: number[]) => values.reduce((total, value) => total + value, 0);

  it("are all read", () => {
    expect(videos.map(({ texts }) => texts.length)).toEqual([350, 350, 438, 448]);
    expect(sum(videos.flatMap(({ labels }) => labels))).toBe(831);
  });

  it("offer a trade when they do, and hardly ever when they are no spam at all", () => {
    const TRADE = /\bsub(?:scribe)?\b.{0,40}\b(?:back|return)\b|sub4sub|sub for sub/i;
    const of = (label: number) =>
      videos.flatMap(({ texts, labels }) => texts.filter((_, place) => labels[place] === label));
    const offers = (texts: string[]) => texts.filter((text) => solicitation(text) >= 0.5).length;
    const trades = of(1).filter((text) => TRADE.test(text));
    expect(trades.length).toBeGreaterThan(10);
    expect(offers(trades) / trades.length).toBeGreaterThan(0.9);
    expect(offers(of(0)) / of(0).length).toBeLessThan(0.005);
  });

  it("are told apart: 96 in 100 right, the area under the curve 0.99", () => {
    const right = sum(judged.map((one) => one.right)) / sum(judged.map((one) => one.count));
    expect(right).toBeGreaterThanOrEqual(0.96);
    expect(sum(judged.map(({ area }) => area)) / judged.length).toBeGreaterThanOrEqual(0.99);
  });

  it("are told apart under every one of the videos", () => {
    for (const { right, count, area } of judged) {
      expect(right / count).toBeGreaterThan(0.94);
      expect(area).toBeGreaterThan(0.985);
    }
  });
});
