/** What only the operator can mend: a full disk, a wrong address, a database of a later version. */
import { statfsSync } from "node:fs";
import pg from "pg";

/** Its message is for people: what happened, what was kept, what to do. */
export class StoreTrouble extends Error {}

/** Whether the operating system gave one of these codes, "ENOENT" for instance. */
export function isFileError(error: unknown, codes: readonly string[]): boolean {
  return error instanceof Error && "code" in error && codes.includes(String(error.code));
}

/** Runs `work`; what the file system says against it becomes one sentence. */
export async function inFolder<Result>(
  folder: string,
  work: () => Promise<Result>,
): Promise<Result> {
  try {
    return await work();
  } catch (cause) {
    if (isFileError(cause, ["ENOSPC", "EDQUOT"])) throw diskFull(folder, cause);
    if (isFileError(cause, ["EACCES", "EPERM", "EROFS"])) {
      throw new StoreTrouble(
        `The database's folder ${folder} cannot be written by this user. Nothing was changed: ` +
          "make it writable, start as the user it belongs to, or choose another.",
        { cause },
      );
    }
    if (isFileError(cause, ["ENOTDIR", "EEXIST"])) {
      throw new StoreTrouble(`${folder} is not a folder: the database needs one.`, { cause });
    }
    throw cause;
  }
}

/** Connection refused or lost, shutting down, or too many connections. */
const AWAY = /^(08|57P0|53300|ECONNREFUSED|ECONNRESET|EPIPE|ETIMEDOUT)/;
/** The driver says these in words only, and a missing socket has the code of any missing file. */
const AWAY_IN_WORDS =
  /^connect ENOENT|Connection terminated|connection error and is not|timeout exceeded when/;

/** Whether a statement failed since the database cannot be reached now: it will pass. */
export function isDatabaseAway(error: unknown): boolean {
  return some(error, ({ message }, code) => AWAY.test(code) || AWAY_IN_WORDS.test(message));
}

/** Whether something could not be written, by PostgreSQL or by us, for lack of room. */
export function lacksRoom(error: unknown): boolean {
  return some(error, (_, code) => ["ENOSPC", "EDQUOT", "53100"].includes(code));
}

/** Whether it holds for the error, or for one of those it is made of. */
function some(error: unknown, holds: (error: Error, code: string) => boolean): boolean {
  if (!(error instanceof Error)) return false;
  if (holds(error, "code" in error ? String(error.code) : "")) return true;
  return error instanceof AggregateError && error.errors.some((part) => some(part, holds));
}

/** PostgreSQL makes about as much at its first start, and at any other asks for a part of it. */
const ROOM_BYTES_MIN = 64e6;

/** Whether a program of PostgreSQL that failed in `folder` lacked room; not always it says so itself. */
export function isDiskFull(folder: string, said: string): boolean {
  if (/No space left on device|Disk quota exceeded|Check free disk space/.test(said)) return true;
  const { bavail, bsize } = statfsSync(folder);
  return bavail * bsize < ROOM_BYTES_MIN;
}

export function diskFull(folder: string, cause?: unknown): StoreTrouble {
  return new StoreTrouble(
    `The disk of ${folder} is full, so the database cannot start. What was saved is kept: ` +
      "make room and start again.",
    { cause },
  );
}

/** Why nobody could be reached at the database's address; the password is not repeated. */
export function noAnswer(config: pg.ClientConfig, cause: unknown): StoreTrouble {
  const { host, port, database, user } = new pg.Client(config);
  const where = `The database ${database ?? ""} at ${host}:${port}`;
  const code = cause instanceof Error && "code" in cause ? String(cause.code) : "";
  const said = cause instanceof Error ? cause.message || code : String(cause);
  const sentence = NO_ANSWER[code]?.(user ?? "") ?? `does not answer: ${said}.`;
  return new StoreTrouble(`${where} ${sentence} Check DATABASE_URL, and that it runs.`, { cause });
}

const NO_ANSWER: Record<string, (user: string) => string> = {
  ECONNREFUSED: () => "does not answer: nothing listens there.",
  ENOENT: () => "does not answer: there is no such socket.",
  ENOTFOUND: () => "does not answer: there is no machine of that name.",
  EAI_AGAIN: () => "does not answer: the name of the machine cannot be looked up now.",
  "28P01": (user) => `does not take the password of ${user}.`,
  "28000": (user) => `does not let ${user} in.`,
  "3D000": () => "is not there: the server has no database of that name.",
  "53300": () => "has no connection left for us.",
};
