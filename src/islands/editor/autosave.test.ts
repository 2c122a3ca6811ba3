import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { type Answer, Autosave, type Copy, type Standing } from "./autosave.ts";

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

const copy = (title: string): Copy => ({ title, subtitle: "", document: {} });

/** An editor whose title is typed into, and a site that answers when told to. */
function editor() {
  let typed = copy("");
  const sent: { version: number; title: string; answer: (answer: Answer) => Promise<void> }[] = [];
  const said: string[] = [];
  let kept: string | null = null;
  const differing = vi.fn();
  const autosave = new Autosave(
    {
      read: () => typed,
      normal: (given) => given,
      send: (version, { title }) =>
        new Promise((resolve) => {
          const answer = async (given: Answer) => {
            resolve(given);
            await vi.advanceTimersByTimeAsync(0);
          };
          sent.push({ version, title, answer });
        }),
      keep: (_, given) => {
        kept = given.title;
      },
      forget: () => {
        kept = null;
      },
      say: (standing: Standing) => {
        if (said.at(-1) !== standing.is) said.push(standing.is);
      },
      differ: differing,
      saved: () => {},
    },
    { version: 1, savedAt: "", ...copy("") },
  );
  return {
    autosave,
    sent,
    said,
    differing,
    kept: () => kept,
    type: (title: string) => {
      typed = copy(title);
      autosave.changed();
    },
    wait: (ms: number) => vi.advanceTimersByTimeAsync(ms),
  };
}

const titles = ({ sent }: ReturnType<typeof editor>) => sent.map(({ title }) => title);

describe("autosave", () => {
  it("sends when the typing pauses, and says so", async () => {
    const one = editor();
    one.type("a");
    await one.wait(699);
    expect(one.sent).toHaveLength(0);
    await one.wait(1);
    expect(titles(one)).toEqual(["a"]);
    expect(one.said).toEqual(["saving"]);
    await one.sent[0]!.answer({ is: "saved", version: 2 });
    expect(one.said).toEqual(["saving", "saved"]);
    expect(one.autosave.isClean).toBe(true);
  });

  it("sends within two seconds however long the typing goes on", async () => {
    const one = editor();
    for (let letters = 1; letters <= 10; letters += 1) {
      one.type("a".repeat(letters));
      await one.wait(200);
    }
    expect(one.sent).toHaveLength(1);
  });

  it("keeps each change in the browser within a quarter of a second, until the site has it", async () => {
    const one = editor();
    one.type("a");
    await one.wait(250);
    expect(one.kept()).toBe("a");
    await one.wait(500);
    one.type("ab");
    await one.wait(250);
    await one.sent[0]!.answer({ is: "saved", version: 2 });
    expect(one.kept()).toBe("ab");
    await one.wait(1500);
    await one.sent[1]!.answer({ is: "saved", version: 3 });
    expect(one.kept()).toBe(null);
  });

  it("never has two saves under way, and sends what came meanwhile next, from the new version", async () => {
    const one = editor();
    one.type("a");
    await one.wait(700);
    one.type("ab");
    await one.wait(5000);
    expect(titles(one)).toEqual(["a"]);
    await one.sent[0]!.answer({ is: "saved", version: 2 });
    await one.wait(1500);
    expect(one.sent[1]).toMatchObject({ version: 2, title: "ab" });
  });

  it("sends a save whose answer was lost again as it was, before what is newer", async () => {
    const one = editor();
    one.type("a");
    await one.wait(700);
    one.type("ab");
    await one.sent[0]!.answer({ is: "away" });
    expect(one.said.at(-1)).toBe("away");
    expect(one.kept()).toBe("ab");
    await one.wait(1000);
    expect(one.sent[1]).toMatchObject({ version: 1, title: "a" });
    await one.sent[1]!.answer({ is: "saved", version: 2 });
    await one.wait(1500);
    expect(one.sent[2]).toMatchObject({ version: 2, title: "ab" });
    await one.sent[2]!.answer({ is: "saved", version: 3 });
    expect(one.said.at(-1)).toBe("saved");
  });

  it("tries again ever more slowly, and at once when the network is back", async () => {
    const one = editor();
    one.type("a");
    await one.wait(700);
    for (const [index, ms] of [1000, 2000, 4000, 8000, 16_000, 20_000, 20_000].entries()) {
      await one.sent[index]!.answer({ is: "away" });
      await one.wait(ms - 1);
      expect(one.sent).toHaveLength(index + 1);
      await one.wait(1);
      expect(one.sent).toHaveLength(index + 2);
    }
    await one.sent.at(-1)!.answer({ is: "away" });
    one.autosave.retry();
    await one.wait(0);
    expect(one.sent).toHaveLength(9);
  });

  it("rests while two versions exist, keeps what is typed, and goes on once they are settled", async () => {
    const one = editor();
    one.type("mine");
    await one.wait(700);
    const current = { version: 5, savedAt: "", ...copy("theirs") };
    await one.sent[0]!.answer({ is: "stale", current });
    expect(one.differing).toHaveBeenCalledWith(current);
    one.type("mine too");
    await one.wait(60_000);
    expect(one.sent).toHaveLength(1);
    expect(one.kept()).toBe("mine too");
    one.autosave.settle(current);
    await one.wait(1500);
    expect(one.sent[1]).toMatchObject({ version: 5, title: "mine too" });
  });

  it("is clean when the other version was taken", async () => {
    const one = editor();
    one.type("mine");
    await one.wait(700);
    const current = { version: 5, savedAt: "", ...copy("theirs") };
    await one.sent[0]!.answer({ is: "stale", current });
    one.type("theirs");
    one.autosave.settle(current);
    await one.wait(5000);
    expect(one.sent).toHaveLength(1);
    expect(one.said.at(-1)).toBe("saved");
    expect(one.kept()).toBe(null);
  });

  it("does not send again what was refused, until it is changed", async () => {
    const one = editor();
    one.type("too much");
    await one.wait(700);
    await one.sent[0]!.answer({ is: "refused", text: "Too much." });
    await one.wait(60_000);
    expect(one.sent).toHaveLength(1);
    expect(one.said.at(-1)).toBe("refused");
    expect(one.kept()).toBe("too much");
    one.type("less");
    await one.wait(700);
    expect(titles(one)).toEqual(["too much", "less"]);
  });

  it("sends nothing when what was changed was changed back", async () => {
    const one = editor();
    one.type("a");
    one.type("");
    await one.wait(5000);
    expect(one.sent).toHaveLength(0);
    expect(one.said.at(-1)).toBe("saved");
  });

  it("can be told to save at once, and says whether all is at the site", async () => {
    const one = editor();
    one.type("a");
    const flushed = one.autosave.flush();
    await one.wait(0);
    await one.sent[0]!.answer({ is: "saved", version: 2 });
    expect(await flushed).toBe(true);
    one.type("ab");
    const failed = one.autosave.flush();
    await one.wait(0);
    await one.sent[1]!.answer({ is: "away" });
    expect(await failed).toBe(false);
  });
});
