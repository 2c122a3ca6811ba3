/** The commands by name; each is loaded when it is called, so that `start` waits for none of them. */
import { parseArgs } from "node:util";
import { type Command, CommandError, type Given, inOneSentence } from "./command.ts";

export type Commands = Record<string, () => Promise<Command>>;

export const COMMANDS: Commands = {
  migrate: async () => (await import("./migrate.ts")).migrateCommand,
  import: async () => (await import("./import.ts")).importCommand,
  close: async () => (await import("./close.ts")).closeCommand,
  audit: async () => (await import("./audit.ts")).auditCommand,
  earnings: async () => (await import("./earnings.ts")).earningsCommand,
  integrity: async () => (await import("./integrity.ts")).integrityCommand,
  ledger: async () => (await import("./ledger.ts")).ledgerCommand,
  "pay-out": async () => (await import("./pay-out.ts")).payOutCommand,
  demo: async () => (await import("./demo.ts")).demoCommand,
  doctor: async () => (await import("./doctor.ts")).doctorCommand,
  "stripe-stand-in": async () => (await import("./stripe-stand-in.ts")).stripeStandInCommand,
  "make-operator": async () => (await import("./make-operator.ts")).makeOperatorCommand,
};

/** Runs a command and gives its exit code. Mistakes end in one sentence, faults in their stack. */
export async function runCommand(
  name: string,
  load: () => Promise<Command>,
  args: readonly string[],
): Promise<number> {
  const command = await load();
  try {
    const given = givenTo(command, name, args);
    if (given.values.help) {
      process.stdout.write(`${command.usage}\n\n${command.help.trim()}\n`);
      return 0;
    }
    return await command.run(given);
  } catch (fault) {
    const error = inOneSentence(fault);
    if (!(error instanceof CommandError)) throw error;
    process.stderr.write(`earnest ${name}: ${error.message}\n`);
    return error.exitCode;
  }
}

function givenTo(command: Command, name: string, args: readonly string[]): Given {
  const options = { ...command.options, help: { type: "boolean" as const, short: "h" } };
  const see = `; see earnest ${name} --help.`;
  try {
    const { values, positionals } = parseArgs({ args: [...args], options, allowPositionals: true });
    const surplus = positionals[command.takes ?? 0];
    if (surplus !== undefined)
      throw new CommandError(`“${surplus}” is one argument too many${see}`);
    return { values: values as Given["values"], positionals };
  } catch (error) {
    if (!(error instanceof TypeError)) throw error;
    // The parser's first sentence says what; the others are for whoever writes programs.
    throw new CommandError(`${error.message.split(/\.\s/)[0]}${see}`);
  }
}

export async function commandList(commands: Commands): Promise<string> {
  const lines = ["  start           start the site (the default)"];
  for (const [name, load] of Object.entries(commands)) {
    lines.push(`  ${name.padEnd(16)} ${(await load()).summary}`);
  }
  return lines.join("\n");
}
