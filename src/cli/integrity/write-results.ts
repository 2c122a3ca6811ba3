/** What the engine found, as files (docs/operating/integrity-files.md). */
import { closeSync, openSync, writeSync } from "node:fs";
import { join } from "node:path";
import { assert } from "../../core/assert.ts";
import { CHANNELS, type Scores } from "../../core/integrity/score.ts";
import { EARNED, TRADED, UNPROVEN } from "../../core/integrity/ties.ts";
import { COMMA, LINE, NUMBER_BYTES_MAX, NumberBytes } from "../csv/number-bytes.ts";
import type { Folder } from "./read-folder.ts";

export const RESULTS = ["accounts.csv", "ties.csv", "groups.csv", "pairs.csv", "report.json"];

const CHUNK_BYTES = 2 ** 20;
/** No row has more numbers and words than this. */
const ROW_BYTES_MAX = 6 * NUMBER_BYTES_MAX;
/** Digits behind the point: as many as it takes that two that differ are seldom written alike. */
const SURPRISE_DIGITS = 6;
/** Beyond any number of accounts there could be; what is endless is written as this. */
const SURPRISE_MAX = 1_000_000;
const Q_DIGITS = 9;

const bytesOf = (word: string) => new TextEncoder().encode(word);
const CHANNEL_WORDS = CHANNELS.map((channel) => bytesOf(`${channel},`));
/** By the number of the class. */
const CLASS_WORDS: Uint8Array[] = [];
CLASS_WORDS[EARNED] = bytesOf("earned\n");
CLASS_WORDS[UNPROVEN] = bytesOf("unproven\n");
CLASS_WORDS[TRADED] = bytesOf("traded\n");

export function writeScores(path: string, folder: Folder, scores: Scores): void {
  const { ids } = folder.events.accounts;
  // What was read without a sign is written so.
  const id = folder.unsigned
    ? (account: number) => ids[account]! >>> 0
    : (account: number) => ids[account]!;
  writeAccounts(join(path, "accounts.csv"), id, scores);
  writeTies(join(path, "ties.csv"), id, folder, scores);
  writeGroups(join(path, "groups.csv"), id, scores);
  writePairs(join(path, "pairs.csv"), id, scores);
}

type Id = (account: number) => number;

/** In the order of `accounts.csv`. Without evidence no channel has given anything. */
function writeAccounts(path: string, id: Id, { surprise, channel, flagged }: Scores): void {
  writeRows(path, "id,surprise,channel,flagged\n", surprise.length, (out, account) => {
    out.add(id(account), COMMA);
    out.addDecimal(Math.min(SURPRISE_MAX, surprise[account]!), SURPRISE_DIGITS, COMMA);
    if (surprise[account]! > 0) out.addBytes(CHANNEL_WORDS[channel[account]!]!);
    else out.addByte(COMMA);
    out.add(flagged[account]!, LINE);
  });
}

/** In the order of `follows.csv`. Who follows themselves has no tie that could be earned or traded. */
function writeTies(path: string, id: Id, { events, self }: Folder, { ties }: Scores): void {
  const { follower, followee } = events.follows;
  const rows = follower.length + self.rows.length;
  let selves = 0;
  writeRows(path, "follower,followee,q,class\n", rows, (out, row) => {
    const isSelf = self.rows[selves] === row;
    const follow = row - selves;
    const account = self.accounts[selves];
    if (isSelf) selves++;
    out.add(id(isSelf ? account! : follower[follow]!), COMMA);
    out.add(id(isSelf ? account! : followee[follow]!), COMMA);
    out.addDecimal(isSelf ? 0 : ties.q[follow]!, Q_DIGITS, COMMA);
    const word = CLASS_WORDS[isSelf ? UNPROVEN : ties.class[follow]!];
    assert(word !== undefined, "a tie has one of three classes");
    out.addBytes(word);
  });
}

/** Groups from 1 on; those whose ties are in fact read are not among them. */
function writeGroups(path: string, id: Id, { groups }: Scores): void {
  const found = groups.filter(({ released }) => !released);
  const members = found.flatMap(({ accounts }, group) =>
    Array.from(accounts, (account) => ({ group: group + 1, account })),
  );
  writeRows(path, "group,account\n", members.length, (out, row) => {
    out.add(members[row]!.group, COMMA);
    out.add(id(members[row]!.account), LINE);
  });
}

/** Those of which any attention is not counted. */
function writePairs(path: string, id: Id, { pairs }: Scores): void {
  const { from, to, discount } = pairs;
  writeRows(path, "from,to,discount\n", from.length, (out, pair) => {
    if (discount[pair] === 0) return;
    out.add(id(from[pair]!), COMMA);
    out.add(id(to[pair]!), COMMA);
    out.addDecimal(discount[pair]!, SURPRISE_DIGITS, LINE);
  });
}

function writeRows(
  path: string,
  header: string,
  rows: number,
  write: (out: NumberBytes, row: number) => void,
): void {
  const file = openSync(path, "w");
  try {
    writeAll(file, bytesOf(header));
    const out = new NumberBytes();
    out.makeRoom(CHUNK_BYTES + ROW_BYTES_MAX);
    for (let row = 0; row < rows; row++) {
      write(out, row);
      if (out.length < CHUNK_BYTES) continue;
      writeAll(file, out.bytes.subarray(0, out.length));
      out.clear();
    }
    writeAll(file, out.bytes.subarray(0, out.length));
  } finally {
    closeSync(file);
  }
}

function writeAll(file: number, bytes: Uint8Array): void {
  for (let at = 0; at < bytes.length; ) at += writeSync(file, bytes, at);
}
