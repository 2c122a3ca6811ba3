/**
 * A process that uses the embedded server of a folder, to be stopped or killed by a test.
 *
 * It says one line of JSON when it has the server, or cannot have it, and another when it has let go.
 */
import { startEmbedded } from "../../src/store/embedded/supervisor.ts";
import { StoreTrouble } from "../../src/store/trouble.ts";

const say = (words: object) => process.stdout.write(`${JSON.stringify(words)}\n`);

try {
  const log = (sentence: string) => process.stderr.write(`${sentence}\n`);
  const { adopted, stop } = await startEmbedded({ folder: process.argv[2]!, log });
  process.stdin.once("end", async () => {
    await stop();
    say({ stopped: true });
  });
  process.stdin.resume();
  say({ adopted });
} catch (error) {
  if (!(error instanceof StoreTrouble)) throw error;
  say({ trouble: error.message });
}
