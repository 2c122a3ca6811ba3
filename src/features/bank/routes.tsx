/** Where an outside bank tells the house what happened. */
import type { FastifyInstance, FastifyReply } from "fastify";
import { NotFound } from "../../web/departures.ts";
import type { Site } from "../../web/site.ts";
import type { Bank, HearingRefusal } from "./bank.ts";
import { hearEvent } from "./hear-event.ts";

interface Room extends Site {
  bank: Bank;
}

/** For the bank's own log, where an operator will look for them. */
const sentences: Record<HearingRefusal, string> = {
  "bad-signature": "The signature does not fit the body, or it is too old.",
  "from-the-future": "The signature's time has not come yet.",
};

/** The body is taken as the bytes it came in, since those are what is signed. */
export function bankRoutes(server: FastifyInstance, room: Room): void {
  const config = { who: "anyone", csrf: "signed-call" } as const;
  void server.register(async (scope) => {
    scope.removeAllContentTypeParsers();
    scope.addContentTypeParser("*", { parseAs: "buffer" }, (_request, body, done) =>
      done(null, body),
    );
    scope.post("/bank/stripe/events", { config }, async ({ body, headers }, reply) => {
      const { db, bank, clock } = room;
      if (!bank.hear) throw new NotFound();
      const signature = String(headers["stripe-signature"] ?? "");
      const at = clock();
      const told = { body: Buffer.isBuffer(body) ? body : Buffer.alloc(0), signature, at };
      const ruling = bank.hear(told);
      if (!ruling.ok) return say(reply.code(400), sentences[ruling.refusal]);
      if (ruling.value) await hearEvent(db, at, ruling.value);
      return say(reply, "Heard.");
    });
  });
}

function say(reply: FastifyReply, text: string): FastifyReply {
  return reply.type("text/plain; charset=utf-8").send(text);
}
