/** A small community as files, with changes, in folders that go away. */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

export const SMALL: Record<string, string[]> = {
  "accounts id,joined,member,author": ["1,0,1,1", "-2,0.5,1,1", "3,1,0,0"],
  "stories id,author,published,expected_seconds": ["10,1,1,300", "11,-2,2,60.5"],
  "follows follower,followee,at,unfollowed_at": ["3,1,3,", "3,-2,3.25,9.5", "1,-2,4,"],
  "reads reader,story,at,seconds,coverage": ["3,10,2,290,1", "3,11,5,12.5,0.25"],
  "claps reader,story,at,count": ["3,10,2.001,4"],
  "responses reader,story,at,text": ['1,11,6,"well said, all of it"'],
};

export function openFolders() {
  const base = mkdtempSync(join(tmpdir(), "earnest-integrity-"));
  let made = 0;
  /** One that is not there yet. */
  const folder = () => join(base, String(made++));
  /** A file given as null is left out; a name with other columns stands for the one with that name. */
  const events = (changes: Record<string, string[] | null> = {}): string => {
    const path = folder();
    mkdirSync(path);
    const changed = new Set(Object.keys(changes).map((title) => title.split(" ")[0]));
    const kept = Object.entries(SMALL).filter(([title]) => !changed.has(title.split(" ")[0]));
    for (const [title, rows] of [...kept, ...Object.entries(changes)]) {
      const [name, header] = title.split(" ");
      if (rows) writeFileSync(join(path, `${name}.csv`), [header, ...rows, ""].join("\n"));
    }
    return path;
  };
  return { base, folder, events, close: () => rmSync(base, { recursive: true, force: true }) };
}
