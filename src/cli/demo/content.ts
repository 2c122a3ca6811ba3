/** What the demo is made of: the files of the folder `demo`, read and checked. */
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { basename, join } from "node:path";
import { fileURLToPath } from "node:url";
import { z } from "zod";
import { day } from "../../store/columns.ts";
import { CommandError } from "../command.ts";

const Author = z.object({
  handle: z.string(),
  name: z.string(),
  bio: z.string(),
  country: z.string().length(2),
  joined: day,
  portrait: z.string().optional(),
});
export type DemoAuthor = z.output<typeof Author>;

const Member = z.object({
  handle: z.string(),
  name: z.string(),
  bio: z.string(),
  country: z.string().length(2),
  plan: z.enum(["monthly", "yearly"]),
  tier: z.enum(["member", "friend"]),
  joined: day,
  habit: z.enum(["heavy", "steady", "occasional", "lapsed"]),
  tags: z.array(z.string()),
  trader: z.boolean().default(false),
});
export type DemoMember = z.output<typeof Member>;

const Response = z.object({
  handle: z.string(),
  story: z.string(),
  daysAfter: z.int().min(0),
  text: z.string(),
});
export type DemoResponse = z.output<typeof Response>;

const Head = z.object({
  title: z.string(),
  subtitle: z.string().default(""),
  kicker: z.string().default(""),
  tags: z.array(z.string()),
  audience: z.enum(["members", "everyone"]),
  published: z.iso.datetime().transform((text) => new Date(text)),
  picture: z.string().optional(),
  caption: z.string().default(""),
  alt: z.string().default(""),
});
export interface DemoStory extends z.output<typeof Head> {
  handle: string;
  slug: string;
  text: string;
}

export interface DemoContent {
  authors: DemoAuthor[];
  members: DemoMember[];
  responses: DemoResponse[];
  stories: DemoStory[];
  picture: (name: string) => Buffer;
  portrait: (name: string) => Buffer;
}

/** As seen from the bundle in `dist/server` and from the sources. */
const PLACES = ["../../demo/", "../../../demo/"];

export function demoContent(): DemoContent {
  const folder = PLACES.map((path) => fileURLToPath(new URL(path, import.meta.url))).find((path) =>
    existsSync(join(path, "people.json")),
  );
  if (!folder)
    throw new CommandError("The demo’s stories are not installed beside this program.", 1);
  const json = (name: string): unknown => JSON.parse(readFileSync(join(folder, name), "utf8"));
  const people = z.object({ authors: z.array(Author), members: z.array(Member) });
  return {
    ...people.parse(json("people.json")),
    responses: z.array(Response).parse(json("responses.json")),
    stories: storyFiles(join(folder, "stories")).map(readStory),
    picture: (name) => readFileSync(join(folder, "pictures", basename(name))),
    portrait: (name) => readFileSync(join(folder, "portraits", basename(name))),
  };
}

function storyFiles(folder: string): string[] {
  return readdirSync(folder, { recursive: true, encoding: "utf8" })
    .filter((file) => file.endsWith(".md"))
    .sort()
    .map((file) => join(folder, file));
}

function readStory(file: string): DemoStory {
  const [, head, text] = /^---\n(.*?)\n---\n(.*)$/s.exec(readFileSync(file, "utf8")) ?? [];
  if (!head || !text) throw new CommandError(`${file} has no head between two lines of dashes.`, 1);
  const fields = Object.fromEntries(head.split("\n").map(fieldOf));
  const [handle, slug] = [basename(join(file, "..")), basename(file, ".md")];
  return { ...Head.parse(fields), handle, slug, text };
}

/** "tags: [a, b]" is a list, anything else a text. */
function fieldOf(line: string): [string, string | string[]] {
  const [, name = "", value = ""] = /^(\w+):\s*(.*)$/.exec(line) ?? [];
  const list = /^\[(.*)\]$/.exec(value);
  return [name, list ? list[1]!.split(",").map((part) => part.trim()) : value];
}
