/**
 * Webhooks: events told to the endpoints, at once and once, or as a plan says: repeated, out of order,
 * late, signed with another secret or with a time that has not come.
 */
import { createHmac } from "node:crypto";
import type { Happening } from "./world.ts";

export interface Endpoint {
  url: string;
  secret: string;
  /** Hears of connected accounts instead of the platform's own. */
  connect: boolean;
}

export interface DeliveryPlan {
  /** How often each event is told. */
  repeat: number;
  order: "as-happened" | "reversed" | "shuffled";
  /** For the shuffling: the same seed gives the same order. */
  seed: number;
  wrongSecret: boolean;
  /** The signature's time, against now. */
  aheadSeconds: number;
}

export const PLAIN: DeliveryPlan = {
  repeat: 1,
  order: "as-happened",
  seed: 1,
  wrongSecret: false,
  aheadSeconds: 0,
};

export interface Told {
  event: string;
  type: string;
  url: string;
  /** Null when nobody answered. */
  status: number | null;
}

interface Waiting {
  happening: Happening;
  tries: number;
}

/** How often an event that nobody took is told again. */
const TRIES_MAX = 5;

export class Webhooks {
  readonly endpoints: Endpoint[] = [];
  /** While true, events wait until they are asked for. */
  held = false;
  /** Before each telling. */
  delayMs = 0;
  readonly told: Told[] = [];
  readonly #waiting: Waiting[] = [];
  readonly #clock: () => Date;
  #telling: Promise<unknown> = Promise.resolve();

  constructor(clock: () => Date) {
    this.#clock = clock;
  }

  hear(happening: Happening): void {
    this.#waiting.push({ happening, tries: 0 });
    if (!this.held) void this.deliver(PLAIN);
  }

  /** Tells all that waits. Resolves when everyone was told and has answered. */
  deliver(plan: DeliveryPlan): Promise<Told[]> {
    const result = this.#telling.then(() => this.#tell(plan));
    this.#telling = result;
    return result;
  }

  /** Resolves when nothing is being told any more. */
  async settle(): Promise<void> {
    await this.#telling;
  }

  async #tell(plan: DeliveryPlan): Promise<Told[]> {
    const batch = this.#waiting.splice(0);
    const repeated = Array.from({ length: plan.repeat }, () => batch).flat();
    const told: Told[] = [];
    for (const waiting of ordered(repeated, plan)) {
      told.push(...(await this.#tellOne(waiting, plan)));
    }
    this.told.push(...told);
    return told;
  }

  async #tellOne(waiting: Waiting, plan: DeliveryPlan): Promise<Told[]> {
    const { happening } = waiting;
    const told: Told[] = [];
    for (const endpoint of this.endpoints) {
      if (endpoint.connect !== (happening.account !== undefined)) continue;
      if (this.delayMs > 0) await new Promise((resolve) => setTimeout(resolve, this.delayMs));
      const status = await this.#send(endpoint, happening, plan);
      told.push({ event: happening.id, type: happening.type, url: endpoint.url, status });
    }
    const missed = told.some(({ status }) => status === null || status >= 500);
    if (missed && ++waiting.tries < TRIES_MAX && !this.#waiting.includes(waiting)) {
      this.#waiting.push(waiting);
    }
    return told;
  }

  async #send(
    { url, secret }: Endpoint,
    happening: Happening,
    { wrongSecret, aheadSeconds }: DeliveryPlan,
  ): Promise<number | null> {
    const body = JSON.stringify(happening, null, 2);
    const time = Math.floor(this.#clock().getTime() / 1000) + aheadSeconds;
    const signature = signatureOf(body, wrongSecret ? `${secret}_wrong` : secret, time);
    const headers = { "content-type": "application/json", "stripe-signature": signature };
    const answer = await fetch(url, { method: "POST", headers, body }).catch(() => null);
    await answer?.arrayBuffer();
    return answer?.status ?? null;
  }
}

/** `t=1760000000,v1=<hex>`: the time, and the body signed together with it. */
export function signatureOf(body: string, secret: string, time: number): string {
  const hash = createHmac("sha256", secret).update(`${time}.${body}`).digest("hex");
  return `t=${time},v1=${hash}`;
}

function ordered<Item>(items: readonly Item[], { order, seed }: DeliveryPlan): Item[] {
  if (order === "reversed") return items.toReversed();
  if (order === "as-happened") return [...items];
  const left = [...items];
  const shuffled: Item[] = [];
  let state = seed;
  while (left.length > 0) {
    // A small generator of numbers, as in Park and Miller 1988: enough to mix a list.
    state = (state * 48_271) % 2_147_483_647;
    shuffled.push(...left.splice(state % left.length, 1));
  }
  return shuffled;
}
