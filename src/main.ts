/** The entry: `earnest` with no command starts the site. */
import { CommandError } from "./cli/command.ts";
import { commandList, isCommand, runCommand } from "./cli/commands.ts";

const HELP = `Earnest: an open publishing platform that pays writers for earned attention.

Usage: earnest [command]

Commands:
`;

async function main([name = "start", ...args]: string[]): Promise<number | null> {
  if (name === "--help" || name === "-h" || name === "help") {
    process.stdout.write(`${HELP}${await commandList()}\n\nEach has a --help of its own.\n`);
    return 0;
  }
  if (isCommand(name)) return runCommand(name, args);
  if (name !== "start")
    throw new CommandError(`there is no command “${name}”; see earnest --help.`);
  const { start, START_HELP } = await import("./start.ts");
  if (args.includes("--help") || args.includes("-h")) {
    process.stdout.write(START_HELP);
    return 0;
  }
  await start();
  return null;
}

try {
  const exitCode = await main(process.argv.slice(2));
  if (exitCode !== null) process.exitCode = exitCode;
} catch (error) {
  if (!(error instanceof CommandError)) throw error;
  process.stderr.write(`earnest: ${error.message}\n`);
  process.exitCode = error.exitCode;
}
