/** The month that a command is about. */
import { type Month, parseMonth } from "../core/time.ts";
import { argument, CommandError, type Given } from "./command.ts";

export function monthArgument(given: Given): Month {
  return monthOfText(argument(given, 0, "The month"));
}

export function monthOfText(text: string): Month {
  const month = parseMonth(text);
  if (!month.ok) throw new CommandError(`“${text}” is not a month. A month is written 2026-10.`);
  return month.value;
}
