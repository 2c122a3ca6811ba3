/** The entry: `earnest` with no command starts the site. */
import { CommandError, inOneSentence } from "./cli/command.ts";
import { COMMANDS, type Commands, commandList, runCommand } from "./cli/commands.ts";

const HELP = `Earnest: an open publishing platform that pays writers for earned attention.

Usage: earnest [command]

Commands:
`;

/** With those that need the whole site, which stands above the commands. */
const ALL: Commands = {
  ...COMMANDS,
  routes: async () => {
    const [{ routesCommand }, { openApp }] = await Promise.all([
      import("./cli/routes.ts"),
      import("./app.ts"),
    ]);
    return routesCommand(openApp);
  },
};

const isHelp = (text: string | undefined) => text === "--help" || text === "-h";

async function main([name = "start", ...args]: string[]): Promise<number | null> {
  if (isHelp(name) || name === "help") {
    process.stdout.write(`${HELP}${await commandList(ALL)}\n\nEach has a --help of its own.\n`);
    return 0;
  }
  const load = ALL[name];
  if (Object.hasOwn(ALL, name) && load) return runCommand(name, load, args);
  if (name !== "start")
    throw new CommandError(`there is no command “${name}”; see earnest --help.`);
  const { start, START_HELP } = await import("./start.ts");
  if (isHelp(args[0])) {
    process.stdout.write(START_HELP);
    return 0;
  }
  if (args.length > 0)
    throw new CommandError(`start takes no “${args[0]}”; see earnest start --help.`);
  await start();
  return null;
}

try {
  const exitCode = await main(process.argv.slice(2));
  if (exitCode !== null) process.exitCode = exitCode;
} catch (fault) {
  const error = inOneSentence(fault);
  if (!(error instanceof CommandError)) throw error;
  process.stderr.write(`earnest: ${error.message}\n`);
  process.exitCode = error.exitCode;
}
