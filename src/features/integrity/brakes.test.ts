/** Who stands out follows, claps and responds at a slower pace for a while, and everybody else as before. */
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { publishes, type TestStory } from "../../../test/support/community.ts";
import { findsOut } from "../../../test/support/findings.ts";
import { openSite, type Person, type TestSite } from "../../../test/support/site.ts";
import { PACE } from "../../core/integrity/pace.ts";
import { DAY_MS } from "../../core/time.ts";
import { recordBrakes } from "./brake-store.ts";
import { findBrake } from "./store.ts";
import { recordVerdict } from "./verdict-store.ts";

let site: TestSite;
let ann: Person;
let ben: Person;
let rex: Person;
const authors: Person[] = [];
const stories: TestStory[] = [];
afterAll(() => site.close());
beforeAll(async () => {
  site = await openSite();
  [ann, ben] = [await site.reader("ann"), await site.reader("ben")];
  rex = await site.reader("rex", "reviewer");
  for (let place = 0; place < PACE.clap.brakedDayMax + 1; place += 1) {
    authors.push(await site.reader(`wil${place}`));
    stories.push(await publishes(site, authors[place]!, { audience: "everyone", minutes: 1 }));
  }
});

const night = async (accounts: [Person, number][]) => {
  const run = await findsOut(site, { accounts });
  await site.db.transaction((tx) => recordBrakes(tx, site.clock(), run));
};
const later = (days: number) => site.at(new Date(site.clock().getTime() + days * DAY_MS));
const follows = async (person: Person, count: number) => {
  const codes: number[] = [];
  for (const { handle } of authors.slice(0, count))
    codes.push((await site.as(person).post(`/@${handle}/follow`)).statusCode);
  return codes;
};

describe("an account that a night finds to stand out", () => {
  it("may follow a few people a day, and is told to wait; others follow as before", async () => {
    await night([[ann, 9.5]]);
    expect(await follows(ann, 6)).toEqual([303, 303, 303, 303, 303, 429]);
    expect(await follows(ben, 6)).toEqual([303, 303, 303, 303, 303, 303]);
  });

  it("may clap for some stories, again for the same, and respond a few times", async () => {
    const codes = [];
    for (const { key } of stories)
      codes.push((await site.as(ann).post(`/stories/${key}/claps`)).statusCode);
    expect(codes.filter((code) => code === 303)).toHaveLength(PACE.clap.brakedDayMax);
    expect(codes.at(-1)).toBe(429);
    const again = await site.as(ann).post(`/stories/${stories[0]!.key}/claps`, { more: "5" });
    expect(again.statusCode).toBe(303);
    const answers = [];
    for (const text of ["One", "Two", "Three", "Four", "Five", "Six"])
      answers.push(
        (await site.as(ann).post(`/stories/${stories[0]!.key}/responses`, { text })).statusCode,
      );
    expect(answers).toEqual([303, 303, 303, 303, 303, 422]);
  });

  it("is let go by a night that finds it no more, and after a week without any night", async () => {
    later(1);
    await night([]);
    expect(await findBrake(site.db, ann.id, site.clock())).toBeNull();
    await night([[ann, 9.5]]);
    expect(await findBrake(site.db, ann.id, site.clock())).toMatchObject({ surprise: 9.5 });
    later(7.1);
    expect(await findBrake(site.db, ann.id, site.clock())).toBeNull();
  });

  it("is let be where a person cleared it, unless it is much worse", async () => {
    await site.db.transaction((tx) =>
      recordVerdict(tx, site.clock(), {
        ...{ accountId: ann.id, kind: "cleared", surprise: 10, decidedBy: rex.id },
        reason: "A class of forty, and they read.",
      }),
    );
    await night([[ann, 12.9]]);
    expect(await findBrake(site.db, ann.id, site.clock())).toBeNull();
    await night([[ann, 13.1]]);
    expect(await findBrake(site.db, ann.id, site.clock())).not.toBeNull();
  });
});
