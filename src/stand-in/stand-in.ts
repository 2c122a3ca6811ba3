/**
 * A stand-in for Stripe: its API over HTTP on this machine, with a world of its own behind it.
 *
 * What is typed, charged and paid here is play. It takes test keys only, keeps no card number but those
 * that are published for tests, and speaks to nobody but the webhook endpoints it is given.
 */
import { existsSync, readFileSync, renameSync, writeFileSync } from "node:fs";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import { answer, type Heard } from "./answer.ts";
import { type Controlled, control } from "./control.ts";
import { doWhatIsDue } from "./due.ts";
import { FaultPlan } from "./faults.ts";
import { pageAt } from "./pages.ts";
import { StandInRefusal } from "./refusal.ts";
import { type Endpoint, Webhooks } from "./webhooks.ts";
import { type State, World } from "./world.ts";

export interface StandInOptions {
  /** 0 for any that is free. */
  port: number;
  endpoints?: readonly Endpoint[];
  /** Where the world is kept between runs; without it, it is forgotten. */
  file?: string;
  clock?: () => Date;
  /** How long a charge's money is pending: 2 days if it does not say. */
  pendingDays?: number;
}

export interface StandIn extends Controlled {
  /** "http://127.0.0.1:4242" */
  url: string;
  /** Does what is due by now. Each call of the API does it as well. */
  tick(): void;
  close(): Promise<void>;
}

const BODY_BYTES_MAX = 1_000_000;

export async function openStandIn(options: StandInOptions): Promise<StandIn> {
  const clock = options.clock ?? (() => new Date());
  const controlled: Controlled = {
    world: new World({ clock, origin: "", pendingDays: options.pendingDays ?? 2 }),
    faults: new FaultPlan(),
    webhooks: new Webhooks(clock),
  };
  const { world, webhooks } = controlled;
  if (options.file && existsSync(options.file)) world.state = readState(options.file);
  world.onHappening = (happening) => webhooks.hear(happening);
  webhooks.endpoints.push(...(options.endpoints ?? []));

  const server = createServer((request, response) => {
    respond(controlled, request, response)
      .catch((fault: unknown) => send(response, 500, { error: faultText(fault) }))
      .finally(() => options.file && writeState(options.file, world.state));
  });
  await new Promise<void>((resolve, reject) => {
    server.once("error", reject);
    server.listen(options.port, "127.0.0.1", resolve);
  });
  const address = server.address();
  const port = typeof address === "object" && address ? address.port : options.port;
  world.options.origin = `http://127.0.0.1:${port}`;
  return {
    ...controlled,
    url: world.options.origin,
    tick: () => doWhatIsDue(world),
    close: async () => {
      await webhooks.settle();
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

async function respond(
  controlled: Controlled,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const { pathname: path, search } = new URL(request.url ?? "/", "http://localhost");
  const method = request.method ?? "GET";
  const body = await bodyOf(request);
  if (path.startsWith("/_control/"))
    return sendControl(controlled, response, { method, path, body });
  if (!path.startsWith("/v1/")) return sendPage(controlled.world, response, { method, path, body });

  const reply = answer(controlled.world, controlled.faults, {
    ...{ method, path, query: search.slice(1), body },
    ...headersOf(request),
  });
  if (reply === "lost") {
    request.socket.destroy();
    return;
  }
  response.setHeader("request-id", "req_standin");
  if (reply.replayed) response.setHeader("idempotent-replayed", "true");
  send(response, reply.status, reply.body);
}

function headersOf({
  headers,
}: IncomingMessage): Pick<Heard, "authorization" | "account" | "idempotencyKey"> {
  const header = (name: string) => {
    const value = headers[name];
    return typeof value === "string" && value !== "" ? value : null;
  };
  return {
    authorization: headers.authorization ?? "",
    account: header("stripe-account"),
    idempotencyKey: header("idempotency-key"),
  };
}

interface Plain {
  method: string;
  path: string;
  body: string;
}

async function sendControl(
  controlled: Controlled,
  response: ServerResponse,
  plain: Plain,
): Promise<void> {
  try {
    const object = await control(controlled, plain);
    send(response, object ? 200 : 404, object ?? { error: "There is no such control." });
  } catch (error) {
    if (!(error instanceof StandInRefusal) && !(error instanceof SyntaxError)) throw error;
    send(response, 400, { error: error.message });
  }
}

function sendPage(world: World, response: ServerResponse, { method, path, body }: Plain): void {
  const reply = pageAt(world, path, method === "POST" ? body : null);
  if (reply && "to" in reply) {
    response.writeHead(303, { location: reply.to }).end();
    return;
  }
  const { status, html } = reply ?? { status: 404, html: "There is nothing here." };
  response.writeHead(status, { "content-type": "text/html; charset=utf-8" }).end(html);
}

function send(response: ServerResponse, status: number, body: string | object): void {
  const text = typeof body === "string" ? body : JSON.stringify(body, null, 2);
  response.writeHead(status, { "content-type": "application/json" }).end(text);
}

function faultText(fault: unknown): string {
  return fault instanceof Error ? (fault.stack ?? fault.message) : String(fault);
}

async function bodyOf(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  let bytes = 0;
  for await (const chunk of request) {
    const buffer = Buffer.from(chunk);
    bytes += buffer.length;
    if (bytes > BODY_BYTES_MAX) throw new Error("The body is too large.");
    chunks.push(buffer);
  }
  return Buffer.concat(chunks).toString("utf8");
}

/** Written by itself and nobody else, so its shape is taken as it is. */
function readState(file: string): State {
  return JSON.parse(readFileSync(file, "utf8")) as State;
}

/** Whole or not at all. */
function writeState(file: string, state: State): void {
  writeFileSync(`${file}.new`, JSON.stringify(state));
  renameSync(`${file}.new`, file);
}
