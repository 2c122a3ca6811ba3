/** `earnest stripe-stand-in`: plays Stripe on this machine, for a site that runs without the internet. */
import { resolve } from "node:path";
import { openStandIn } from "../stand-in/stand-in.ts";
import type { Endpoint } from "../stand-in/webhooks.ts";
import { type Command, CommandError, type Given } from "./command.ts";

const PORT = "4242";
const SECRET = "whsec_standin";

/** How often it looks at what is due. */
const TICK_MS = 1000;

export const stripeStandInCommand: Command = {
  summary: "play Stripe on this machine, with a world of its own",
  usage:
    "earnest stripe-stand-in [--port PORT] [--secret WHSEC] [--webhook URL] [--file FILE] [--pending-days DAYS]",
  options: {
    port: { type: "string" },
    secret: { type: "string" },
    webhook: { type: "string" },
    file: { type: "string" },
    "pending-days": { type: "string" },
  },
  help: `
Answers Stripe’s API on 127.0.0.1, until Ctrl-C: no money moves, and no card is taken but test cards.
  --port          where it listens; ${PORT} if not given
  --secret        what it signs its calls with; ${SECRET} if not given
  --webhook       where it tells what happened, as http://localhost:4000/bank/stripe/events
  --file          keeps its world in this file between runs
  --pending-days  how long a charge’s money is pending; 2 if not given
The site is pointed to it by STRIPE_API_URL, with any sk_test_ key; see docs/operating/stripe.md.`,
  async run({ values }) {
    const secret = text(values, "secret") ?? SECRET;
    const webhook = text(values, "webhook");
    const file = text(values, "file");
    const port = whole(values, "port", PORT);
    const standIn = await openStandIn({
      port,
      pendingDays: whole(values, "pending-days", "2"),
      endpoints: webhook ? endpointsOf(webhook, secret) : [],
      ...(file ? { file: resolve(file) } : {}),
    }).catch((error: Error & { code?: string }) => {
      if (error.code !== "EADDRINUSE") throw error;
      throw new CommandError(`port ${port} is in use; choose another with --port.`, 1);
    });
    process.stdout.write(`The stand-in for Stripe is at ${standIn.url}\n`);
    const timer = setInterval(standIn.tick, TICK_MS);
    await signal();
    clearInterval(timer);
    await standIn.close();
    return 0;
  },
};

/** Its own events and those of partners' accounts come to one address. */
function endpointsOf(url: string, secret: string): Endpoint[] {
  if (!URL.canParse(url)) throw new CommandError(`“${url}” is no address.`);
  return [
    { url, secret, connect: false },
    { url, secret, connect: true },
  ];
}

function text(values: Given["values"], name: string): string | null {
  const value = values[name];
  return typeof value === "string" && value !== "" ? value : null;
}

function whole(values: Given["values"], name: string, otherwise: string): number {
  const value = text(values, name) ?? otherwise;
  if (/^\d{1,5}$/.test(value)) return Number(value);
  throw new CommandError(`--${name} takes a whole number, and “${value}” is none.`);
}

function signal(): Promise<void> {
  return new Promise((stop) => {
    process.once("SIGINT", () => stop());
    process.once("SIGTERM", () => stop());
  });
}
