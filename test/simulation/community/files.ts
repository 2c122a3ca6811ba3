/** A community as files: those that `earnest integrity score` reads, and beside them the truth. */
import { closeSync, mkdirSync, openSync, writeSync } from "node:fs";
import { join } from "node:path";
import type { Community } from "./simulate.ts";

/** So many characters are written at a time. */
const CHUNK = 1 << 20;

type Cell = string | number;

/** A third of a second or so of a day; more digits say nothing. */
const day = (at: number): string => (Number.isFinite(at) ? at.toFixed(5) : "");

export function writeCommunity(folder: string, community: Community): void {
  const { events, texts } = community;
  const { accounts, stories, follows, reads, claps, responses, shown } = events;
  const id = (place: number) => accounts.ids[place]!;
  const storyId = (place: number) => stories.ids[place]!;
  const write = writerInto(folder);
  write("accounts", "id,joined,member,author", accounts.ids.length, (row) => [
    ...[id(row), day(accounts.joined[row]!), accounts.member[row]!, accounts.author[row]!],
  ]);
  write("stories", "id,author,published,expected_seconds", stories.ids.length, (row) => [
    ...[storyId(row), id(stories.author[row]!), day(stories.published[row]!)],
    stories.expectedSeconds[row]!,
  ]);
  write("follows", "follower,followee,at,unfollowed_at", follows.at.length, (row) => [
    ...[id(follows.follower[row]!), id(follows.followee[row]!)],
    ...[day(follows.at[row]!), day(follows.unfollowedAt[row]!)],
  ]);
  write("reads", "reader,story,at,seconds,coverage", reads.at.length, (row) => [
    ...[id(reads.reader[row]!), storyId(reads.story[row]!), day(reads.at[row]!)],
    ...[reads.seconds[row]!, reads.coverage[row]!],
  ]);
  write("claps", "reader,story,at,count", claps.at.length, (row) => [
    ...[id(claps.reader[row]!), storyId(claps.story[row]!), day(claps.at[row]!)],
    claps.count[row]!,
  ]);
  write("responses", "reader,story,at,text", responses.at.length, (row) => [
    ...[id(responses.reader[row]!), storyId(responses.story[row]!), day(responses.at[row]!)],
    quoted(texts[row]!),
  ]);
  if (shown)
    write("shown", "reader,story,at", shown.at.length, (row) => [
      ...[id(shown.reader[row]!), storyId(shown.story[row]!), day(shown.at[row]!)],
    ]);
}

/** `accounts.csv` with label and group, `groups.csv`, `ties.csv` and `pairs.csv`, in a folder of their own. */
export function writeTruth(folder: string, { events, truth }: Community): void {
  const { accounts, follows } = events;
  const id = (place: number) => accounts.ids[place]!;
  const write = writerInto(folder);
  const label = ["honest", "attacker", "bystander"];
  write("accounts", "id,label,group", accounts.ids.length, (row) => [
    ...[id(row), label[truth.label[row]!]!, truth.group[row]!],
  ]);
  write("groups", "group,kind,attack", truth.groups.length, (row) => [
    ...[row, truth.groups[row]!.kind, truth.groups[row]!.attack ? 1 : 0],
  ]);
  write("ties", "follower,followee,at,traded", follows.at.length, (row) => [
    ...[id(follows.follower[row]!), id(follows.followee[row]!), day(follows.at[row]!)],
    truth.traded[row]!,
  ]);
  const { from, to, group } = truth.collusive;
  write("pairs", "from,to,group", from.length, (row) => [
    ...[id(from[row]!), id(to[row]!), group[row]!],
  ]);
}

function writerInto(folder: string) {
  mkdirSync(folder, { recursive: true });
  return (name: string, header: string, rows: number, cells: (row: number) => Cell[]): void => {
    const file = openSync(join(folder, `${name}.csv`), "w");
    let text = `${header}\n`;
    for (let row = 0; row < rows; row++) {
      text += `${cells(row).join(",")}\n`;
      if (text.length < CHUNK) continue;
      writeSync(file, text);
      text = "";
    }
    writeSync(file, text);
    closeSync(file);
  };
}

function quoted(text: string): string {
  return /[",\n\r]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
