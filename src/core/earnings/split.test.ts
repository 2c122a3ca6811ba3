import { describe, expect, it } from "vitest";
import { monthOf, split } from "./notation.test-support.ts";
import { splitOf } from "./plain-month.test-support.ts";
import { EARNEST_1, type Policy } from "./policy.ts";

/** Two stories of 600 s by two authors, so that up to 900 s of each count. */
const divided = (pool: number, text: string) =>
  split(`pool ${pool}
         moss by ada 600s · kettle by wil 600s
         ${text}`);

describe("a member's pool", () => {
  it("follows the time given", () => {
    expect(divided(100, "3 moss 90 · 4 kettle 30")).toBe("ada moss 75; wil kettle 25");
  });

  it("goes whole to the only story read, as a tab left open does not count", () => {
    expect(divided(5_000_000, "3 moss 30 · 4 kettle 29")).toBe("ada moss 5000000");
  });

  it("stays unclaimed in a month without a read", () => {
    expect(divided(100, "")).toBe("unclaimed 100");
    expect(divided(100, "3 moss 29 · 4 moss 29 · 5 kettle 0")).toBe("unclaimed 100");
    expect(divided(100, "view 3 moss · clap moss 50 · highlight moss")).toBe("unclaimed 100");
  });

  it("makes no lines when it is empty", () => {
    expect(divided(0, "3 moss 90")).toBe("");
    expect(divided(0, "")).toBe("");
  });

  it("leaves no micro over: the largest remainders take them, the lower id first", () => {
    // 100 · 1/3 = 33.33 each; one is left.
    const three = "a by x 600s · b by y 600s · c by z 600s · 3 a 60 · 3 b 60 · 3 c 60";
    expect(split(`pool 100 · ${three}`)).toBe("x a 34; y b 33; z c 33");
    // 50 : 25 : 25 : 1 of 100 are 49.50, 24.75, 24.75 and 0.99; three are left.
    const four = `a by w 1000s · b by x 1000s · c by y 1000s · d by z 1000s
                  3 a 1500 · 3 b 750 · 3 c 750 · 3 d 30`;
    expect(split(`pool 100 · ${four}`)).toBe("w a 49; x b 25; y c 25; z d 1");
  });

  it("names a story that was read even if nothing is left for it", () => {
    expect(divided(1, "3 moss 900 · 3 kettle 30")).toBe("ada moss 1; wil kettle 0");
  });

  it("divides over authors first, then over the stories of each", () => {
    const months = (pool: number) => `pool ${pool} · kettle by wil 600s · harbour by wil 600s
      moss by ada 600s · 3 kettle 60 · 4 harbour 30 · 5 moss 60`;
    expect(split(months(100))).toBe("wil kettle 40, harbour 20; ada moss 40");
    // 101 · 90/150 = 60.6 and 40.4: 61 and 40. Then 61 · 60/90 = 40.67 and 20.33: 41 and 20.
    expect(split(months(101))).toBe("wil kettle 41, harbour 20; ada moss 40");
  });

  it("pays nothing for one's own stories", () => {
    const own = "mine by me 600s · kettle by wil 600s · 3 mine 600 · clap mine 50";
    expect(split(`pool 100 · ${own} · 4 kettle 30`)).toBe("wil kettle 100");
    expect(split(`pool 100 · ${own}`)).toBe("unclaimed 100");
  });
});

describe("counted seconds", () => {
  it("are those of days of 30 seconds and more", () => {
    // 30 + 60 against 90.
    expect(divided(100, "3 moss 30 · 4 moss 29 · 5 moss 60 · 3 kettle 90")).toBe(
      "ada moss 50; wil kettle 50",
    );
  });

  it("end at one and a half times what the story is expected to take", () => {
    expect(divided(100, "3 moss 900 · 3 kettle 9000")).toBe("ada moss 50; wil kettle 50");
    // ⌊3·21/2⌋ = 31 against 62.
    const short = "pool 93 · a by x 21s · b by y 600s · 3 a 500 · 3 b 62";
    expect(split(short)).toBe("x a 31; y b 62");
  });

  it("may always be 30", () => {
    const tiny = "pool 100 · a by x 0s · b by y 19s · c by z 600s · 3 a 500 · 3 b 500 · 3 c 40";
    expect(split(tiny)).toBe("x a 30; y b 30; z c 40");
  });
});

describe("the read ratio", () => {
  const both = "3 moss 100 · 3 kettle 100";

  it("weighs a story by the days it was read of the days it was opened", () => {
    // 1 of 2: 7000 + 1500.
    expect(divided(185, `${both} · view 3 moss · view 5 moss`)).toBe("ada moss 85; wil kettle 100");
    // 1 of 7: 7000 + ⌊3000/7⌋ = 7428.
    const seven = [3, 5, 6, 7, 8, 9, 10].map((day) => `view ${day} moss`).join("·");
    expect(divided(17_428, `${both} · ${seven}`)).toBe("ada moss 7428; wil kettle 10000");
  });

  it("is whole without views, and with fewer views than reads", () => {
    expect(divided(200, both)).toBe("ada moss 100; wil kettle 100");
    expect(divided(200, "3 moss 50 · 4 moss 50 · view 4 moss · 3 kettle 100")).toBe(
      "ada moss 100; wil kettle 100",
    );
  });

  it("looks at no other story", () => {
    const more = "moss by ada 600s · fern by ada 600s · kettle by wil 600s · pool 200";
    expect(split(`${more} · ${both} · view 4 fern · view 5 fern`)).toBe(
      "ada moss 100; wil kettle 100",
    );
  });
});

describe("a bonus", () => {
  /** What moss gets of ten thousandths when kettle, read as long, gets 10 000. */
  const worth = (bonus: number, text: string) => {
    const read = "3 moss 90 · 3 kettle 90";
    expect(divided(20_000 + bonus, `${read} · ${text}`)).toBe(
      `ada moss ${10_000 + bonus}; wil kettle 10000`,
    );
  };

  it("for claps grows up to ten, over all stories of the author", () => {
    worth(1500, "clap moss 5");
    worth(3000, "clap moss 10");
    worth(3000, "clap moss 50");
    const fern = "pool 22100 · moss by ada 600s · fern by ada 600s · kettle by wil 600s";
    expect(split(`${fern} · 3 moss 90 · 3 kettle 90 · clap moss 4 · clap fern 3`)).toBe(
      "ada moss 12100; wil kettle 10000",
    );
  });

  it("is given once for highlights and once for responses", () => {
    worth(2000, "highlight moss");
    worth(2000, "response moss");
    worth(4000, "highlight moss · response moss");
    const fern = "pool 22000 · moss by ada 600s · fern by ada 600s · kettle by wil 600s";
    expect(split(`${fern} · 3 moss 90 · 3 kettle 90 · highlight moss · highlight fern`)).toBe(
      "ada moss 12000; wil kettle 10000",
    );
  });

  it("for a first follow needs one of this month that was not traded", () => {
    worth(2000, "follow ada unproven 5 new");
    worth(2000, "follow ada earned 31.99 new");
    worth(2000, "follow ada unproven 1 new");
    worth(0, "follow ada unproven 5");
    worth(0, "follow ada traded 5 new");
    worth(0, "follow ada unproven 0.99 new");
    worth(0, "follow ada unproven 32 new");
  });

  it("for a follower needs an earned follow older than the first read", () => {
    worth(2500, "follow ada earned -40");
    worth(2500, "follow ada earned 3.49");
    worth(0, "follow ada earned 3.5");
    worth(0, "follow ada unproven 1");
    worth(0, "follow ada traded 1");
    worth(4500, "follow ada earned 1 new");
    // A glance of 20 seconds on the 1st is no read.
    worth(2500, "1 moss 20 · follow ada earned 2");
  });

  it("for a repeat reader needs three days of reads, of any stories of the author", () => {
    const days = (text: string) =>
      split(`pool 21500 · moss by ada 600s · fern by ada 600s · kettle by wil 600s
             3 kettle 90 · ${text}`);
    expect(days("3 moss 30 · 4 moss 30 · 5 fern 30")).toBe(
      "ada moss 7667, fern 3833; wil kettle 10000",
    );
    expect(days("3 moss 30 · 4 moss 30 · 4 fern 30")).toBe(
      "ada moss 7167, fern 3583; wil kettle 10750",
    );
    expect(days("3 moss 60 · 4 moss 30 · 5 moss 29")).toBe("ada moss 10750; wil kettle 10750");
  });

  it("for Boost is the boosted part of the counted seconds, rounded down", () => {
    const boosted = (pool: number, moss: string) => divided(pool, `3 kettle 90 · ${moss}`);
    expect(boosted(25_000, "3 moss 90 boosted 90")).toBe("ada moss 15000; wil kettle 10000");
    // 5000·31/90 = 1722.2
    expect(boosted(21_722, "3 moss 90 boosted 31")).toBe("ada moss 11722; wil kettle 10000");
    // A day that does not count brings no boosted seconds.
    expect(boosted(20_000, "3 moss 90 · 4 moss 29 boosted 29")).toBe(
      "ada moss 10000; wil kettle 10000",
    );
    // 900 of 2000 seconds count, and 1000 were boosted: all of those that count.
    expect(divided(2500, "3 moss 2000 boosted 1000 · 3 kettle 900")).toBe(
      "ada moss 1500; wil kettle 1000",
    );
  });

  it("adds up with the others to one and a half times the weight at most", () => {
    // 3000 + 2000 + 2000 + 2000 + 2500 + 5000 = 16 500, and 18 000 with three days.
    const all = "clap moss 10 · highlight moss · response moss · follow ada earned 1 new";
    expect(divided(35_000, `3 moss 90 boosted 90 · 3 kettle 90 · ${all}`)).toBe(
      "ada moss 25000; wil kettle 10000",
    );
    worth(11_500, all);
  });

  it("moves nothing for an author the member did not read", () => {
    const read = "pool 100 · moss by ada 600s · kettle by wil 600s · 3 kettle 90";
    const all =
      "clap moss 10 · highlight moss · response moss · follow ada earned 1 new · hold ada 10";
    expect(split(`${read} · ${all}`)).toBe("wil kettle 100");
  });
});

describe("escrow", () => {
  it("takes its part of the author's amount and leaves the others alone", () => {
    expect(divided(100, "3 moss 90 · 3 kettle 30 · hold ada 5000")).toBe(
      "ada moss 75 (37 held); wil kettle 25",
    );
    expect(divided(100, "3 moss 90 · 3 kettle 30 · hold ada 10000 · hold wil 1")).toBe(
      "ada moss 75 (75 held); wil kettle 25",
    );
  });

  it("is spread over the author's stories by what they got", () => {
    // ⌊61/2⌋ = 30 over 41 : 20 is 20.16 and 9.84.
    const months = `pool 101 · kettle by wil 600s · harbour by wil 600s · moss by ada 600s
      3 kettle 60 · 4 harbour 30 · 5 moss 60 · hold wil 5000`;
    expect(split(months)).toBe("wil kettle 41 (20 held), harbour 20 (10 held); ada moss 40");
  });
});

describe("another policy", () => {
  it("changes every number that it names", () => {
    const policy: Policy = {
      ...EARNEST_1,
      reading: {
        daySecondsMin: 10,
        storyCapBps: 5000,
        storyCapSecondsMin: 20,
        baseBps: 1000,
        ratioBps: 500,
      },
      bonus: {
        bonusBpsMax: 900,
        clapsBps: 100,
        clapsFull: 70,
        storyClapsMax: 30,
        highlightBps: 7,
        responseBps: 11,
        firstFollowBps: 13,
        followerBps: 17,
        repeatBps: 19,
        repeatDays: 2,
        boostBps: 200,
      },
    };
    // moss: 10 + 10 s on two days, the cap of 20 s; 1000 + ⌊500·2/3⌋ = 1333 a second, so 26 660.
    // claps ⌊100·30/70⌋ = 42. Deeds 7 + 11 + 13 + 17 + 19 = 67. Boost 200·5/20 = 50: 159.
    // kettle: 300 s of 600 expected count; 300 · 1500 = 450 000.
    // 26 660 · 10 159 = 270 838 940 and 450 000 · 10 000 = 4 500 000 000.
    const { stories, month } = monthOf(`pool 4770838940
      moss by ada 30s · kettle by wil 600s · 3 kettle 800
      3 moss 10 boosted 5 · 4 moss 10 · 5 moss 9 · view 3 moss · view 4 moss · view 5 moss
      clap moss 45 · highlight moss · response moss · follow ada earned 2 new`);
    const { lines } = splitOf(stories, [month], policy);
    expect(lines.map(({ micros }) => micros)).toEqual([270_838_940n, 4_500_000_000n]);
  });
});
