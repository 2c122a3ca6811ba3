/** A site on which every page has something to show: two partners, members who read them, a closed month. */
import { z } from "zod";
import { assert } from "../../src/core/assert.ts";
import type { ApplicationId } from "../../src/core/ids.ts";
import { payable, provider } from "../../src/core/ledger/chart.ts";
import { legs } from "../../src/core/ledger/journal.ts";
import type { Day, Month } from "../../src/core/time.ts";
import { files, ringEvidence } from "../../src/features/cases/ring.test-support.ts";
import { closeMonth } from "../../src/features/earnings/closing/close-month.ts";
import { postJournal } from "../../src/features/ledger/post-journal.ts";
import { apply, decide } from "../../src/features/partners/apply.ts";
import {
  a,
  code,
  em,
  fig,
  h2,
  h3,
  hr,
  json,
  li,
  mono,
  ol,
  p,
  pull,
  quote,
  strong,
  table,
  td,
  th,
  tr,
  ul,
} from "../../src/features/stories/document/notation.ts";
import { withdrawStory } from "../../src/features/stories/shelf/withdraw-story.ts";
import { applicationId } from "../../src/store/columns.ts";
import { sql } from "../../src/store/db.ts";
import { becomesMember, becomesPartner, publishes, reads, type TestStory } from "./community.ts";
import { runQueue } from "./queue.ts";
import { openSite, type Person, type TestSite } from "./site.ts";
import { draftOf, publishedStory, upload } from "./stories.ts";
import { mediumExport, picture } from "./uploads.ts";

const OCTOBER = "2026-10" as Month;

const NAMES = ["wil", "zoe", "pam", "quin", "ann", "ben", "cat", "dan", "eve", "fay"] as const;
type Name = (typeof NAMES)[number] | "olga" | "rob";

export interface FullSite {
  site: TestSite;
  people: Record<Name, Person>;
  /** By Wil: one for members, one for everyone with every kind of block. */
  members: TestStory;
  open: { key: string; url: string };
  /** Keys of Wil's drafts: one with everything in it, one with nothing. */
  drafts: { full: string; empty: string };
  /** Pam's is waiting, Quin's was refused. */
  applications: { waiting: ApplicationId; refused: ApplicationId };
  /** The key of Ann's response to the open story. */
  response: string;
  /** Keys of responses that are held, both by people who may look at them. */
  held: { waiting: string; kept: string };
}

export async function openFullSite(): Promise<FullSite> {
  const site = await openSite(new Date("2026-10-01T08:00:00Z"), { listen: true });
  const people = await everybody(site);
  const { wil, zoe } = people;
  await becomesPartner(site, wil);
  await becomesPartner(site, zoe);
  const members = await publishes(site, wil, { title: "Kettle", minutes: 5, tags: ["kitchens"] });
  const ferry = await publishes(site, zoe, { title: LONG_TITLE, tags: ["harbours", "work"] });
  const { open, drafts } = await writes(site, wil);
  const response = await lives(site, people, { members, ferry, open });
  const applications = await applicationsTo(site, people);
  await ends(site, wil);
  await paysByFile(site, people);
  await standOut(site, people);
  const held = await offersTrades(site, people, open);
  const run = { month: OCTOBER, left: "earnest-1", right: "points-2023" };
  await site.as(people.olga).post("/desk/lab", run);
  await runQueue(site);
  return { site, people, members, open, drafts, applications, response, held };
}

const LONG_TITLE =
  "An unreasonably long title about Binnenschifffahrtsverkehrsordnungen, and what the ferryman said";

async function everybody(site: TestSite): Promise<Record<Name, Person>> {
  const people: Partial<Record<Name, Person>> = {
    olga: await site.reader("olga", "operator"),
    rob: await site.reader("rob", "reviewer"),
  };
  for (const name of NAMES) people[name] = await site.reader(name);
  const everyone = people as Record<Name, Person>;
  for (const name of ["ann", "ben", "cat", "dan", "fay"] as const) {
    await becomesMember(site, everyone[name]);
  }
  for (const name of ["wil", "pam", "quin"] as const) await introduces(site, everyone[name]);
  return everyone;
}

/** A bio and a picture. */
async function introduces(site: TestSite, person: Person): Promise<void> {
  const name = person.handle;
  const bio = "Writes about kettles,\nharbours and what is between them.";
  await site.as(person).post("/me", { name, handle: name, bio });
  const { buffer } = await picture("me.png", "#2f4a5a");
  const parts = [{ name: "picture", fileName: "me.png", content: buffer }];
  const answer = await upload(site, person, "/me/picture", parts);
  assert(answer.statusCode === 303, `a picture is taken: ${answer.body}`);
}

/** More columns than a phone has room for. */
const SOUNDS = [
  "Boiling",
  "Humming",
  "Murmuring",
  "Rumbling",
  "Screaming",
  "Simmering",
  "Whistling",
];

/** Everything that a story can hold, so that a page of it has it all. */
function everyBlock(image: string) {
  return json(
    p("A kettle is ", em("never"), " only ", strong("a kettle"), ", says ", mono("kettle.ts"), "."),
    h2("In the kitchen"),
    p("It stands ", a("https://example.org/stove", "on the stove"), " and waits."),
    h3("At noon"),
    ul(li(p("It sings.")), li(p("It stops."))),
    ol(1, li(p("Water")), li(p("Fire"))),
    quote(p("Water remembers.")),
    pull("It sings at noon"),
    code(`const kettle = await boil({ water: "${"much ".repeat(30)}" });`, "ts"),
    fig({ key: image, alt: "A kettle", layout: "outset", width: 900, height: 600 }, "The kettle"),
    hr,
    table(tr(...SOUNDS.map((word) => th(p(word)))), tr(...SOUNDS.map((word) => td(p(word))))),
    p("The end."),
  );
}

async function writes(site: TestSite, wil: Person) {
  const { buffer } = await picture("kettle.png");
  const parts = [{ name: "picture", fileName: "kettle.png", content: buffer }];
  const image = await upload(site, wil, "/images", parts);
  const document = everyBlock(image.json().key);
  const wish = { title: "The sound of noon", subtitle: "A story of water and fire", document };
  const story = await publishedStory(site, wil, { ...wish, tags: ["kitchens", "sounds"] });
  const open = { key: story.key, url: `/@wil/${story.slug}-${story.key}` };
  const withdrawn = await publishedStory(site, wil, { title: "Withdrawn" });
  await withdrawStory(site.db, site.clock(), { authorId: wil.id, key: withdrawn.key });
  const full = await draftOf(site, wil, wish);
  const begun = await site.as(wil).post("/stories");
  const empty = /\/stories\/(\w+)\/edit/.exec(String(begun.headers.location))?.[1] ?? "";
  const { name: fileName, buffer: content } = await mediumExport();
  await upload(site, wil, "/import", [{ name: "files", fileName, content }]);
  return { open, drafts: { full, empty } };
}

interface Stories {
  members: TestStory;
  ferry: TestStory;
  open: { key: string };
}

/** Three responses that are held: one waits, one is let through, one is not shown. Resolves to their keys. */
async function offersTrades(
  site: TestSite,
  { ben, cat, rob }: Record<Name, Person>,
  open: { key: string },
): Promise<FullSite["held"]> {
  const text = `${"A long thought about kettles. ".repeat(12)}\n\nFollow me and I follow you back!`;
  const keys: string[] = [];
  for (const person of [cat, ben, ben]) {
    const answer = await site.as(person).post(`/stories/${open.key}/responses`, { text });
    keys.push(String(answer.headers.location).replace("/responses/", ""));
  }
  const [waiting = "", through = "", kept = ""] = keys;
  const decides = (key: string, fields: Record<string, string>) =>
    site.as(rob).post(`/desk/responses/${key}/decision`, { seen: "0", ...fields });
  const reason = "It asks for a follow in return, whatever stands before it.";
  await decides(kept, { verdict: "kept", reason });
  const answer = await decides(through, { verdict: "let-through", reason: "A joke." });
  assert(answer.statusCode === 303, `a held response is decided on: ${answer.body}`);
  return { waiting, kept };
}

/** Reading, claps, follows and responses. Resolves to the key of a response. */
async function lives(
  site: TestSite,
  { ann, ben, cat, dan, fay, eve }: Record<Name, Person>,
  { members, ferry, open }: Stories,
): Promise<string> {
  site.at("2026-10-05T08:00:00Z");
  for (const reader of [ann, ben, cat, dan, fay]) await reads(site, reader, members, 120);
  await reads(site, ann, ferry, 45);
  await site.as(ann).post(`/stories/${members.key}/claps`, { more: "12" });
  for (const reader of [ann, ben, eve]) await site.as(reader).post("/@wil/follow");
  await site
    .as(ben)
    .post(`/stories/${members.key}/responses`, { text: "Well kept.\n\nThank you." });
  const text = "It sings here too.";
  const answer = await site.as(ann).post(`/stories/${open.key}/responses`, { text });
  return String(answer.headers.location).split("#response-").at(-1) ?? "";
}

async function applicationsTo(site: TestSite, { pam, quin, rob }: Record<Name, Person>) {
  for (const author of [pam, quin]) {
    await publishes(site, author, { title: `A story by ${author.handle}`, audience: "everyone" });
    const statement = "Kettles, for whoever has one.";
    const declared = { country: "NL", bornOn: "1984-05-17" as Day, statement };
    const ruling = await apply(site, { readerId: author.id, ...declared });
    assert(ruling.ok, "the application is sent");
  }
  const idOf = async ({ id }: Person) => {
    const row = z.object({ id: applicationId });
    const found = sql.of(row)`select id from application where reader_id = ${id}`;
    return (await site.db.one(found)).id;
  };
  const applications = { waiting: await idOf(pam), refused: await idOf(quin) };
  const ruling = await decide(site, {
    applicationId: applications.refused,
    by: rob.id,
    accept: false,
    reasons: ["little-to-read"],
    note: "Some more of these, please.",
  });
  assert(ruling?.ok === true, "the application is refused");
  return applications;
}

/** October ends and is closed, letters go out, and Wil is paid. */
async function ends(site: TestSite, wil: Person): Promise<void> {
  site.at("2026-11-02T03:00:00Z");
  await runQueue(site, "accrue-dues", "renew-memberships");
  const ruling = await closeMonth(site.db, site.clock, OCTOBER);
  assert(ruling.ok, "October is closed");
  const paid = await site.as(wil).post("/me/payouts");
  assert(paid.statusCode === 303, `Wil is paid: ${paid.body}`);
  site.at("2026-11-03T08:00:00Z");
  await runQueue(site, "accrue-dues", "settle-payouts");
}

/** Two cases: one that waits, and one that was decided and is appealed against. */
async function standOut(site: TestSite, { cat, dan, fay, pam, quin, rob }: Record<Name, Person>) {
  const drafts = [
    ringEvidence(site, [cat, dan, fay]),
    ringEvidence(site, [pam, quin], { kind: "pair", surprise: 11 }),
  ];
  await files(site, 1, drafts);
  await files(site, 2, drafts);
  const reason = "They follow each other and read nothing of it.";
  const ticked = { [`account-${pam.id}`]: "on", [`account-${quin.id}`]: "on" };
  const decision = { file: "2", kind: "discount-ties", reason, ...ticked };
  const decided = await site.as(rob).post("/desk/cases/2/decision", decision);
  assert(decided.statusCode === 303, `a case is decided: ${decided.body}`);
  const text = "We read each other aloud, at the library.";
  const appealed = await site.as(pam).post("/me/appeals", { decision: "1", text });
  assert(appealed.statusCode === 303, `an appeal is sent: ${appealed.body}`);
}

/** Two who are paid by bank transfer: one is in a file for the bank, one waits for the next. */
async function paysByFile(site: TestSite, people: Record<Name, Person>): Promise<void> {
  const olga = site.as(people.olga);
  const house = { name: "The Quarterly", iban: "NL91ABNA0417164300", bic: "ABNANL2A" };
  await olga.post("/desk/payouts/files/debtor", house);
  const ibans = { dan: "GB29NWBK60161331926819", eve: "DE89370400440532013000" };
  for (const name of ["eve", "dan"] as const) {
    const person = people[name];
    await becomesPartner(site, person);
    const grant = legs([provider(), payable(person.id), 24_000_000n]);
    const journal = { key: `test:grant:${name}`, kind: "test", currency: "USD", legs: grant };
    const times = { occurredAt: site.clock(), postedAt: site.clock() };
    await site.db.transaction((tx) => postJournal(tx, journal, times));
    const choice = { rail: "bank-file", account: ibans[name], name: person.handle };
    const chosen = await site.as(person).post("/me/payouts/account", choice);
    assert(chosen.statusCode === 303, `${name} is paid by bank transfer: ${chosen.body}`);
    if (name === "dan") await runQueue(site, "pay-out");
    else {
      await site.as(person).post("/me/payouts");
      await olga.post("/desk/payouts/files");
    }
  }
  const tax = { form: "W-8BEN", formRef: "folder 7", authority: "US", rate: "15" };
  await olga.post("/desk/payouts/partners/wil/withholding", tax);
}
