/** The line to Stripe: its own SDK, which here repeats nothing by itself. */
import Stripe from "stripe";

/** Longer than Stripe usually takes, shorter than a reader waits. */
const ANSWER_MS_MAX = 30_000;

export interface StripeAccess {
  secretKey: string;
  /** Another place that speaks as Stripe does: the stand-in. */
  apiUrl: string | null;
}

/**
 * A call whose answer did not come may have been carried out. What then happens is decided by whoever
 * asked and never by the SDK, which would send a call again whose connection broke, even when told not
 * to repeat: so such a break is given to it under a name for which it does not.
 */
export function openStripe({ secretKey, apiUrl }: StripeAccess): Stripe {
  return new Stripe(secretKey, {
    maxNetworkRetries: 0,
    timeout: ANSWER_MS_MAX,
    telemetry: false,
    httpClient: unrepeating(Stripe.createNodeHttpClient()),
    ...(apiUrl ? placeOf(new URL(apiUrl)) : {}),
  });
}

type HttpClient = ReturnType<typeof Stripe.createNodeHttpClient>;

function unrepeating(client: HttpClient): HttpClient {
  const makeRequest = client.makeRequest.bind(client);
  client.makeRequest = (...request) => makeRequest(...request).catch(renamed);
  return client;
}

function renamed(error: unknown): never {
  throw Object.assign(new Error("the connection broke", { cause: error }), { code: "BROKEN" });
}

function placeOf({ protocol, hostname, port }: URL) {
  const isPlain = protocol === "http:";
  return {
    protocol: isPlain ? ("http" as const) : ("https" as const),
    host: hostname,
    port: port || (isPlain ? 80 : 443),
  };
}
