import { existsSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { CommandError } from "../command.ts";
import { scoreFolder } from "./score-folder.ts";
import { openFolders, SMALL } from "./small-folder.test-support.ts";

const { base, folder, events, close } = openFolders();
afterAll(close);

describe("bad input is named by file and line, and nothing is written:", () => {
  const [ACCOUNTS, STORIES, FOLLOWS, READS, CLAPS, RESPONSES] = Object.keys(SMALL) as string[];
  it.each<[string, Record<string, string[] | null>, string]>([
    [
      "an account twice",
      { [ACCOUNTS!]: ["1,0,1,1", "3,0,1,1", "1,0,1,1"] },
      "accounts.csv, line 4: account 1 stands for the second time.",
    ],
    [
      "ids of two kinds",
      { [ACCOUNTS!]: ["-1,0,1,1", "4294967295,0,1,1"] },
      "accounts.csv, line 3: id 4294967295:",
    ],
    [
      "an id of more than 32 bits",
      { [ACCOUNTS!]: ["4294967296,0,1,1"] },
      "accounts.csv, line 2: id “4294967296” is above 4294967295.",
    ],
    [
      "an id that is no number",
      { [ACCOUNTS!]: ["ann,0,1,1"] },
      "accounts.csv, line 2: id “ann” is no number.",
    ],
    [
      "a flag of another kind",
      { [ACCOUNTS!]: ["1,0,2,1"] },
      "accounts.csv, line 2: member “2” is above 1.",
    ],
    [
      "a story twice",
      { [STORIES!]: ["10,1,1,300", "10,1,1,300"] },
      "stories.csv, line 3: story 10 stands for the second time.",
    ],
    [
      "a story by nobody",
      { [STORIES!]: ["10,99,1,300"] },
      "stories.csv, line 2: author 99 is not in accounts.csv.",
    ],
    [
      "a follower nobody knows",
      { [FOLLOWS!]: ["3,1,3,", "99,1,3,"] },
      "follows.csv, line 3: follower 99 is not in accounts.csv.",
    ],
    [
      "a followee nobody knows",
      { [FOLLOWS!]: ["3,99,3,"] },
      "follows.csv, line 2: followee 99 is not in accounts.csv.",
    ],
    [
      "an end before the beginning",
      { [FOLLOWS!]: ["3,1,3,2.5"] },
      "follows.csv, line 2: unfollowed_at is before at.",
    ],
    ["a time that is missing", { [FOLLOWS!]: ["3,1,,"] }, "follows.csv, line 2: at is missing."],
    [
      "a time that is a date",
      { [FOLLOWS!]: ["3,1,2026-10-01,"] },
      "follows.csv, line 2: at “2026-10-01” is no number.",
    ],
    [
      "a time beyond all times",
      { [FOLLOWS!]: ["3,1,1790000000,"] },
      "follows.csv, line 2: at “1790000000” is above 1000000.",
    ],
    [
      "seconds below zero",
      { [READS!]: ["3,10,2,290,1", "3,11,2,-5,1"] },
      "reads.csv, line 3: seconds “-5” is below zero.",
    ],
    [
      "a story nobody knows",
      { [READS!]: ["3,99,2,290,1"] },
      "reads.csv, line 2: story 99 is not in stories.csv.",
    ],
    [
      "more coverage than there is",
      { [READS!]: ["3,10,2,290,1.5"] },
      "reads.csv, line 2: coverage “1.5” is above 1.",
    ],
    [
      "claps by halves",
      { [CLAPS!]: ["3,10,2,0.5"] },
      "claps.csv, line 2: count “0.5” is no whole number.",
    ],
    ["too few fields", { [CLAPS!]: ["3,10,2"] }, "claps.csv, line 2: has fewer than 4 fields."],
    ["too many", { [CLAPS!]: ["3,10,2,1,1"] }, "claps.csv, line 2: has more than 4 fields."],
    [
      "a text that does not end",
      { [RESPONSES!]: ["1,11,6,fine", '1,11,6,"and', "so on"] },
      "responses.csv, line 3: a quote is not closed.",
    ],
    [
      "a reader nobody knows, where it was recorded what was shown",
      { "shown reader,story,at": ["98,10,1"] },
      "shown.csv, line 2: reader 98 is not in accounts.csv.",
    ],
    [
      "a column that is missing",
      { "reads reader,story,at": ["3,10,2"] },
      "reads.csv, line 1: the column seconds is missing; the header is reader,story,at,seconds[,coverage].",
    ],
    ["no accounts", { [ACCOUNTS!]: null }, "accounts.csv is missing."],
    ["no follows", { [FOLLOWS!]: null }, "follows.csv is missing."],
  ])("%s", async (_, changes, sentence) => {
    const out = folder();
    const refused = await scoreFolder({ events: events(changes), out }).catch((error) => error);
    expect(refused).toBeInstanceOf(CommandError);
    expect(refused).toMatchObject({ exitCode: 2, message: expect.stringContaining(sentence) });
    expect(refused.message).toMatch(/ Nothing was written\.$/);
    expect(existsSync(out)).toBe(false);
    expect(readdirSync(base).filter((name) => name.startsWith("."))).toEqual([]);
  });

  it("a folder that is not there, one that is a file, and results among the events", async () => {
    const path = events();
    await expect(scoreFolder({ events: join(base, "none"), out: folder() })).rejects.toThrow(
      "There is no folder",
    );
    await expect(scoreFolder({ events: path, out: path })).rejects.toThrow(
      "--out is the folder of the events.",
    );
    const file = folder();
    writeFileSync(file, "mine");
    await expect(scoreFolder({ events: path, out: file })).rejects.toThrow(
      "is a file, and --out names a folder.",
    );
    await expect(scoreFolder({ events: file, out: folder() })).rejects.toThrow(
      "There is no folder",
    );
    expect(readFileSync(file, "utf8")).toBe("mine");
    expect(readFileSync(join(path, "accounts.csv"), "utf8")).toContain("id,joined");
  });
});
