/** The demo's people arrive: accounts, portraits, memberships, partners. */
import { assert, present } from "../../core/assert.ts";
import type { ReaderId } from "../../core/ids.ts";
import type { RefusalReason } from "../../core/partners/application.ts";
import { DAY_MS, type Day } from "../../core/time.ts";
import { changePicture } from "../../features/accounts/me/change-picture.ts";
import { insertReader } from "../../features/accounts/store.ts";
import { joinMembership } from "../../features/membership/join-membership.ts";
import { apply, decide } from "../../features/partners/apply.ts";
import { lastApplication, recordPayoutAccount } from "../../features/partners/store.ts";
import type { DemoAuthor, DemoMember } from "./content.ts";
import type { DemoEvent, World } from "./world.ts";

export const OPERATOR = "operator";
export const REVIEWER = "reviewer";

const CARD = { number: "4242424242424242", expiry: "12/39", cvc: "123" };

/** Authors who pay dues too; the others only write. */
const PAYING_AUTHORS = 5;

export function arrivals(world: World): DemoEvent[] {
  const { content, calendar } = world;
  const staff = (["operator", "reviewer"] as const).map((role) => ({
    at: calendar.shiftedDay("2026-07-01" as Day),
    run: () => enroll(world, { handle: role, name: capital(role), bio: "" }, role),
  }));
  const members = new Map(content.members.map((member) => [member.handle, member]));
  const authors = content.authors.map((author) => ({
    at: calendar.shiftedDay(author.joined),
    run: () => arriveAuthor(world, author),
  }));
  const readers = [...members.values()].map((member) => ({
    at: new Date(calendar.shiftedDay(member.joined).getTime() + 1000),
    run: () => arriveMember(world, member),
  }));
  const payers = [...content.authors.slice(0, PAYING_AUTHORS).map(paying), ...members.values()];
  const joins = payers.map((member, index) => ({
    at: joinsAt(world, member, index),
    run: () => joinAs(world, member),
  }));
  return [...staff, ...authors, ...readers, ...joins];
}

/** Nobody pays before the first of the three months; whoever was here by then joins in its first days. */
function joinsAt({ calendar }: World, { joined }: DemoMember, index: number): Date {
  const begin = new Date(`${calendar.months[0]}-01T07:00:00Z`).getTime();
  const arrived = calendar.shiftedDay(joined).getTime() + 3_600_000;
  return new Date(Math.max(arrived, begin + (index % 40) * 3_600_000));
}

const capital = (word: string) => word[0]!.toUpperCase() + word.slice(1);

function paying({ handle, name, bio, country, joined }: DemoAuthor): DemoMember {
  return {
    ...{ handle, name, bio, country, joined, plan: "monthly", tier: "member" },
    ...{ habit: "steady", tags: [], trader: false },
  };
}

async function enroll(
  world: World,
  { handle, name, bio }: { handle: string; name: string; bio: string },
  role: "reader" | "reviewer" | "operator" = "reader",
): Promise<void> {
  if (world.people.has(handle)) return;
  const email = `${handle}@demo.example`;
  const id = await world.db.transaction((tx) =>
    insertReader(tx, world.clock(), { handle, name, bio, email, role }),
  );
  world.people.set(handle, { id, handle, name, member: null });
}

async function arriveAuthor(world: World, author: DemoAuthor): Promise<void> {
  await enroll(world, author);
  if (author.portrait) await portray(world, author.handle, world.content.portrait(author.portrait));
}

async function arriveMember(world: World, member: DemoMember): Promise<void> {
  await enroll(world, member);
  if (member.trader) await portray(world, member.handle, TARGET);
}

/** A picture of a target: the four traders have one and the same, which a reviewer may notice. */
const TARGET = Buffer.from(
  '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 400 400"><rect width="400" height="400" fill="#FBFAF7"/><circle cx="200" cy="200" r="150" fill="#9A3B1F"/><circle cx="200" cy="200" r="100" fill="#FBFAF7"/><circle cx="200" cy="200" r="50" fill="#9A3B1F"/></svg>',
);

/** Our own drawing as the picture file that somebody would have sent. */
export async function drawn(svg: Buffer, width: number): Promise<Buffer> {
  const { default: sharp } = await import("sharp");
  return sharp(svg, { density: 144 }).resize({ width }).png().toBuffer();
}

async function portray(world: World, handle: string, svg: Buffer): Promise<void> {
  const person = present(world.people.get(handle), `${handle} is here`);
  const changed = await changePicture(world, person.id, await drawn(svg, 400));
  assert(changed.ok, `${handle} has a portrait`);
}

async function joinAs(world: World, member: DemoMember): Promise<void> {
  const person = present(world.people.get(member.handle), `${member.handle} is here`);
  const wish = { readerId: person.id, planCode: `${member.tier}-${member.plan}`, card: CARD };
  const joined = await joinMembership(world.db, world.bank, world.clock(), wish);
  assert(joined.ok, `${member.handle} is a member`);
  person.member = member;
}

/** Authors apply after their first story; the reviewer decides within days, but for the last. */
export function applications(world: World): DemoEvent[] {
  const { content, calendar } = world;
  const firstStory = new Map<string, Date>();
  for (const { handle, published } of content.stories) {
    const known = firstStory.get(handle);
    if (!known || published < known) firstStory.set(handle, published);
  }
  const authors = content.authors
    .map(({ handle, country }) => ({ handle, country, first: firstStory.get(handle)! }))
    .sort((a, b) => a.first.getTime() - b.first.getTime());
  const last = authors.at(-1)!;
  const begin = new Date(`${calendar.months[0]}-01T00:00:00Z`).getTime();
  const events = authors.flatMap((author) => {
    const first = calendar.shifted(author.first).getTime();
    // The last of them has only just applied, and waits.
    const appliedAt = new Date(
      author === last ? calendar.now.getTime() - 2 * DAY_MS : first + 2 * DAY_MS,
    );
    const decidedAt = new Date(Math.min(appliedAt.getTime() + 3 * DAY_MS, calendar.now.getTime()));
    const decided: DemoEvent = { at: decidedAt, run: () => accept(world, author.handle) };
    // Whoever wrote before the first month is a partner when it begins.
    if (appliedAt.getTime() < begin)
      decided.at = new Date(Math.min(decidedAt.getTime(), begin - 1));
    const applied = { at: appliedAt, run: () => send(world, author) };
    return author === last ? [applied] : [applied, decided];
  });
  return [...events, ...tradersApply(world)];
}

function tradersApply(world: World): DemoEvent[] {
  const { months, now } = world.calendar;
  const [one, other] = world.content.members.filter(({ trader }) => trader);
  const on = (text: string) => new Date(`${months[1]}-${text}Z`);
  return [
    { at: on("10T09:12:00"), run: () => send(world, one!) },
    {
      at: on("12T15:30:00"),
      run: async () => {
        await settle(world, one!.handle, {
          accept: false,
          reasons: ["audience-not-earned"],
          note: "Write for the people who do read you; follows will come with them.",
        });
      },
    },
    { at: new Date(now.getTime() - 26 * 3_600_000), run: () => send(world, other!) },
  ];
}

async function send(
  world: World,
  { handle, country }: { handle: string; country: string },
): Promise<void> {
  const readerId = present(world.people.get(handle), `${handle} is here`).id;
  const statement = "";
  const bornOn = "1979-04-12" as Day;
  const ruling = await apply(world, { readerId, country, bornOn, statement });
  assert(ruling.ok, `${handle} may apply`);
}

async function accept(world: World, handle: string): Promise<void> {
  const person = await settle(world, handle, { accept: true, reasons: [], note: "" });
  await recordPayoutAccount(world.db, person, `acct_test_${handle}`);
}

async function settle(
  world: World,
  handle: string,
  decision: { accept: boolean; reasons: RefusalReason[]; note: string },
): Promise<ReaderId> {
  const person = present(world.people.get(handle), `${handle} is here`);
  const by = present(world.people.get(REVIEWER), "there is a reviewer").id;
  const application = present(await lastApplication(world.db, person.id), `${handle} has applied`);
  const ruling = await decide(world, { ...decision, applicationId: application.id, by });
  assert(ruling?.ok === true, `the application of ${handle} is decided`);
  return person.id;
}
