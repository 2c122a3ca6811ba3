/** What only the operator can mend: a full disk, a wrong address, a database of a later version. */

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

export function diskFull(folder: string, cause?: unknown): StoreTrouble {
  return new StoreTrouble(
    `The disk of ${folder} is full, so the database cannot start. What was saved is kept: ` +
      "make room and start again.",
    { cause },
  );
}
