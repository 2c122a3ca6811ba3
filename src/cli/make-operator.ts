/** `earnest make-operator ADDRESS`: gives an account the operator's role. */
import { makeOperator } from "../features/accounts/operator.ts";
import { argument, type Command, CommandError } from "./command.ts";
import { openHouse } from "./open-house.ts";

export const makeOperatorCommand: Command = {
  summary: "give an account the operator's role",
  usage: "earnest make-operator ADDRESS",
  help: `
ADDRESS is the e-mail address of an account that exists. Its sessions end, since what they may do
has changed. Exit code 2 when there is no such account.`,
  takes: 1,
  async run(given) {
    const email = argument(given, 0, "The address");
    const { house, close } = await openHouse();
    try {
      const ruling = await makeOperator(house.db, email);
      if (!ruling.ok) {
        throw new CommandError(
          `There is no account with the address ${email}. Join with it first.`,
        );
      }
      process.stdout.write(`@${ruling.value.handle} is an operator now.\n`);
      return 0;
    } finally {
      await close();
    }
  },
};
