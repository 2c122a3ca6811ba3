/** What `earnest earnings split --policy` means: a rule that is known by name, or a file of JSON. */
import { existsSync, readFileSync } from "node:fs";
import { EARNEST_1 } from "../../core/earnings/policy.ts";
import { policyFaults } from "../../core/earnings/policy-faults.ts";
import { ERA_RULES } from "../../core/earnings/presets/era-rules.ts";
import { PolicySchema } from "../../features/policies/policy-schema.ts";
import { CommandError } from "../command.ts";
import type { FilesRule } from "./split-messages.ts";

/** Those that divide each member's own pool; the others go by what the files do not say. */
const KNOWN: readonly FilesRule[] = [
  EARNEST_1,
  ...ERA_RULES.filter((rule) => rule.rule === "own-measure"),
];

export const POLICY_NAMES: readonly string[] = KNOWN.map(({ name }) => name);

/** Throws a `CommandError` that says what may stand there. */
export function policyOf(text: string): FilesRule {
  const known = KNOWN.find(({ name }) => name === text);
  if (known) return known;
  if (ERA_RULES.some(({ name }) => name === text)) throw new CommandError(unsaid(text));
  if (!existsSync(text))
    throw new CommandError(
      `“${text}” is neither a policy’s name, of which there are ${POLICY_NAMES.join(", ")}, nor a file. Nothing was written.`,
    );
  return policyIn(text);
}

/** Points are given day by day, and their files are by month. */
function unsaid(name: string): string {
  return `“${name}” divides by the day of each clap, highlight and response, which the files do not say; there are ${POLICY_NAMES.join(", ")}, or a file. The lab at the desk compares it. Nothing was written.`;
}

function policyIn(path: string): FilesRule {
  const policy = PolicySchema.safeParse(jsonIn(path));
  if (!policy.success) {
    const { path: where, message } = policy.error.issues[0]!;
    throw new CommandError(
      `${path} is no policy: ${where.join(".")}: ${message}. Nothing was written.`,
    );
  }
  const faults = policyFaults(policy.data);
  if (faults.length > 0)
    throw new CommandError(`${path}: ${faults.join(" ")} Nothing was written.`);
  return policy.data;
}

function jsonIn(path: string): unknown {
  try {
    return JSON.parse(readFileSync(path, "utf8"));
  } catch (error) {
    throw new CommandError(`${path} is no JSON: ${(error as Error).message}. Nothing was written.`);
  }
}
