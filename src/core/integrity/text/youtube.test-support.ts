/**
 * Comments under videos, labelled as spam or not (YouTube Spam Collection: Alberto, Lochter, Almeida, ICMLA
 * 2015; CC BY 4.0), read from beside the repository where they are; a clone does not have them.
 */
import { existsSync, readdirSync, readFileSync } from "node:fs";

const FOLDER = "../shared/data/youtube-spam";
const ROW = /^(?:[^,]*),(?:"(?:[^"]|"")*"|[^,]*),[^,]*,(?:"((?:[^"]|"")*)"|([^,]*)),([01])$/gm;
const SIGNS: Record<string, string> = {
  "&quot;": '"',
  "&amp;": "&",
  "&lt;": "<",
  "&gt;": ">",
  "&#39;": "'",
};

export interface Video {
  name: string;
  texts: string[];
  /** 1 is spam. */
  labels: number[];
}

export function hasVideos(): boolean {
  const there = existsSync(FOLDER);
  if (!there) console.log(`Left out: ${FOLDER} is not here.`);
  return there;
}

export function readVideos(): Video[] {
  const files = readdirSync(FOLDER).filter((file) => file.endsWith(".csv"));
  return files.sort().map((file) => {
    const rows = [...readFileSync(`${FOLDER}/${file}`, "utf8").matchAll(ROW)];
    return {
      name: file.replace(".csv", ""),
      texts: rows.map((row) => plain((row[1] ?? row[2]!).replaceAll('""', '"'))),
      labels: rows.map((row) => Number(row[3])),
    };
  });
}

/** Some of the comments were collected as HTML. */
function plain(text: string): string {
  return text
    .replaceAll(/<a href=[^>]*>|<\/a>|<br \/>/g, " ")
    .replaceAll(/&(?:quot|amp|lt|gt|#39);/g, (sign) => SIGNS[sign]!);
}
