/** What every room needs of the world outside it: the database, the clock, and who the site is. */
import type { Database } from "../store/db.ts";
import type { Files } from "../store/files.ts";

export interface Site {
  db: Database;
  files: Files;
  /** The present instant. Tests stop it. */
  clock: () => Date;
  /** "https://stories.example.org": how links in mail and canonical addresses begin. */
  origin: string;
  name: string;
  /** Signs what leaves the site and comes back: form tokens, reading tokens. */
  secret: Buffer;
  /** Where our forms may lead besides here: the origins of the bank's pages. */
  formTargets?: readonly string[];
}
