/** What a command is, and how it ends. */
import type { ParseArgsConfig } from "node:util";
import { isDatabaseAway, lacksRoom } from "../store/trouble.ts";

/** Ends a command with one sentence on the error stream. Exit code 2 is the caller's mistake, 1 ours. */
export class CommandError extends Error {
  readonly exitCode: 1 | 2;

  constructor(message: string, exitCode: 1 | 2 = 2) {
    super(message);
    this.exitCode = exitCode;
  }
}

export interface Given {
  values: Record<string, string | boolean | undefined>;
  positionals: string[];
}

export interface Command {
  /** One line for the list of commands. */
  summary: string;
  /** Shown by `--help`, after the line of usage. */
  help: string;
  /** "earnest close YYYY-MM" */
  usage: string;
  options?: NonNullable<ParseArgsConfig["options"]>;
  /** How many arguments it takes that are not options; none if it does not say. */
  takes?: number;
  /** The exit code: 0 when all is well. */
  run(given: Given): Promise<number>;
}

/** What the world outside did to a command, in a sentence; every other error as it is. */
export function inOneSentence(error: unknown): unknown {
  if (isDatabaseAway(error)) {
    return new CommandError(
      "The database went away in the middle. What was done until then is kept: see that it runs, and try again.",
      1,
    );
  }
  if (lacksRoom(error)) {
    return new CommandError(
      "There is no room left on the disk. What was done until then is kept: make room, and try again.",
      1,
    );
  }
  return error;
}

/** What was given at this place, or a sentence that it is missing. */
export function argument(given: Given, index: number, what: string): string {
  const value = given.positionals[index];
  if (value === undefined) throw new CommandError(`${what} is missing.`);
  return value;
}
