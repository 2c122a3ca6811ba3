/** `earnest demo`: fills an empty site with a believable community and three months of its life. */
import { z } from "zod";
import { assert } from "../core/assert.ts";
import { type Month, monthEnd } from "../core/time.ts";
import { insertLink } from "../features/accounts/links/store.ts";
import { closeMonth } from "../features/earnings/closing/close-month.ts";
import { scoreCommunity } from "../features/integrity/score-community.ts";
import { accrueDues } from "../features/membership/accrue-dues.ts";
import { renewMemberships } from "../features/membership/renew-memberships.ts";
import { payOut } from "../features/payouts/pay-out.ts";
import { type Db, sql } from "../store/db.ts";
import { newToken, tokenHash } from "../web/session.ts";
import { type Command, CommandError } from "./command.ts";
import { calendarFor } from "./demo/calendar.ts";
import { demoContent } from "./demo/content.ts";
import { days, trades } from "./demo/days.ts";
import { applications, arrivals } from "./demo/people.ts";
import { publications, responses } from "./demo/stories.ts";
import { type DemoEvent, type World, worldOf } from "./demo/world.ts";
import { openHouse } from "./open-house.ts";
import { progressBar } from "./progress.ts";

export const demoCommand: Command = {
  summary: "fill an empty site with a community and three months of its life",
  usage: "earnest demo",
  help: `
Original stories by invented authors, members who read them, four who trade follows, two closed
months and one open. The same every time, but for keys and for the months, which end now. Works on
an empty site only; nothing leaves the machine, and the bank is the test bank.
Exit code 2 when the site is not empty.`,
  async run() {
    const { house, close } = await openHouse();
    const bar = progressBar("Three months pass");
    try {
      await refuseUnlessEmpty(house.db);
      const world = worldOf(house, calendarFor(house.clock()), demoContent());
      await live(world, bar.show);
      bar.end();
      process.stdout.write(await greeting(world));
      return 0;
    } finally {
      bar.end();
      await close();
    }
  },
};

async function refuseUnlessEmpty(db: Db): Promise<void> {
  const { count } = await db.one(sql.of(z.object({ count: z.int() }))`
    select count(*)::int from reader`);
  if (count === 0) return;
  throw new CommandError(
    `This site has ${count} accounts, and the demo fills an empty one only. Nothing was changed. ` +
      "Set DATA_FOLDER to a new folder, or remove the one of a demo that was stopped half-way.",
  );
}

/** Everything that happens, in order of time, and at the end a night. */
export async function live(world: World, show: (done: number, of: number) => void): Promise<void> {
  const events = [
    ...arrivals(world),
    ...publications(world),
    ...applications(world),
    ...days(world),
    ...trades(world),
    ...responses(world),
    ...books(world),
  ]
    .filter(({ at }) => at <= world.calendar.now)
    .sort((a, b) => a.at.getTime() - b.at.getTime());
  for (const [index, { at, run }] of events.entries()) {
    world.moveTo(at);
    await run();
    show(index + 1, events.length);
  }
  world.moveTo(world.calendar.now);
  await renewMemberships(world.db, world.bank, world.clock());
  await accrueDues(world.db, world.clock());
  await scoreCommunity(world.db, world.clock());
}

/** Renewals every night; on the first the month before is closed, and on the fifth it is paid out. */
function books(world: World): DemoEvent[] {
  const { db, bank, calendar } = world;
  const [first, second] = calendar.months;
  const nights = days(world).map(({ at }) => ({
    at: new Date(at.getTime() + 4 * 3_600_000),
    run: async () => void (await renewMemberships(db, bank, world.clock())),
  }));
  const ends = [first, second].flatMap((month: Month) => [
    {
      at: new Date(monthEnd(month).getTime() + 6_000_000),
      run: async () => {
        const ruling = await closeMonth(db, world.clock, month);
        assert(ruling.ok, `${month} is closed`);
      },
    },
    {
      at: new Date(monthEnd(month).getTime() + 4.4 * 86_400_000),
      run: async () => void (await payOut(db, bank, world.clock())),
    },
  ]);
  return [...nights, ...ends];
}

const LINK_SECONDS = 7 * 86_400;

/** Links that sign in as one of each kind, since nobody here has a password or a letter box. */
async function greeting(world: World): Promise<string> {
  const [best] = [...world.stories].sort((a, b) => b.appeal - a.appeal);
  const author = [...world.people.values()].find(({ id }) => id === best!.authorId)!;
  const reader = world.content.members.find(({ habit }) => habit === "heavy")!;
  const lines = [
    `A community of ${world.people.size} people with ${world.stories.length} stories is here.`,
    "",
    "Start the site, and open one of these once to sign in:",
  ];
  for (const [what, handle] of [
    ["the operator", "operator"],
    ["an author", author.handle],
    ["a member", reader.handle],
  ] as const) {
    lines.push(`  ${what.padEnd(13)} ${world.origin}/links/${await signInLink(world, handle)}`);
  }
  return `${lines.join("\n")}\n`;
}

async function signInLink({ db, clock }: World, handle: string): Promise<string> {
  const token = newToken();
  const email = `${handle}@demo.example`;
  const link = { tokenHash: tokenHash(token), purpose: "sign-in", email } as const;
  await db.transaction((tx) => insertLink(tx, clock(), { ...link, seconds: LINK_SECONDS }));
  return token;
}
