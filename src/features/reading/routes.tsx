/** Reading: the story page, and the attention it counts. */
import { randomUUID } from "node:crypto";
import type { FastifyInstance, FastifyReply, FastifyRequest } from "fastify";
import { z } from "zod";
import { type Report, reportRefusal } from "../../core/reading/attention.ts";
import { dayOf } from "../../core/time.ts";
import { Forbidden, Malformed, NotFound } from "../../web/departures.ts";
import { sessionHash } from "../../web/session.ts";
import type { Site } from "../../web/site.ts";
import { reportCounter } from "./count-reports.ts";
import { openReading } from "./open-reading.ts";
import { readingOf } from "./reading-token.ts";
import { type Entry, findOpenedStory, insertVisit } from "./store.ts";
import { storyPageRoutes } from "./story-page-routes.tsx";

/** A random number that lives as long as the browser keeps it, and stands for nobody. */
const VISITOR_COOKIE = "__Host-earnest-visitor";
const VISITOR_DAYS = 365;

const Opening = z.object({
  entry: z.enum(["feed", "search", "direct", "e-mail", "outside"]).catch("direct"),
});

export function readingRoutes(server: FastifyInstance, site: Site): void {
  storyPageRoutes(server, site);
  openingRoute(server, site);
  reportRoute(server, site);
}

/** Opens a reading: a token for a reader, a counted view for a visitor. */
function openingRoute(server: FastifyInstance, site: Site): void {
  const config = { who: "anyone" } as const;
  server.post<{ Params: { key: string } }>(
    "/stories/:key/readings",
    { config },
    async (request, reply) => {
      const story = await findOpenedStory(site.db, request.params.key);
      if (!story) throw new NotFound();
      const { entry } = Opening.parse(request.body ?? {});
      const hash = sessionHash(request);
      if (request.viewer && hash) {
        return openReading(site, { viewer: request.viewer, sessionHash: hash, story, entry });
      }
      const visitor = visitorOf(request, reply);
      const day = dayOf(site.clock());
      await insertVisit(site.db, { visitor, storyId: story.storyId, day, entry: entry as Entry });
      return reply.code(204).send();
    },
  );
}

function visitorOf(request: FastifyRequest, reply: FastifyReply): string {
  const known = z.uuid().safeParse(request.cookies[VISITOR_COOKIE]);
  if (known.success) return known.data;
  const visitor = randomUUID();
  const options = { path: "/", httpOnly: true, secure: true, sameSite: "lax" } as const;
  reply.setCookie(VISITOR_COOKIE, visitor, { ...options, maxAge: VISITOR_DAYS * 86_400 });
  return visitor;
}

interface Beacon extends Report {
  token: string;
}

/** Seconds so far, as `sendBeacon` sends them: text. Answered when they are committed. */
function reportRoute(server: FastifyInstance, { db, clock, secret }: Site): void {
  const count = reportCounter(db);
  const config = { who: "anyone", csrf: "signed-body" } as const;
  server.post("/readings", { config }, async (request, reply) => {
    const { token, ...report } = beaconOf(request.body);
    const at = clock();
    const hash = sessionHash(request);
    const reading = hash && readingOf(secret, hash, token);
    if (!reading) throw new Forbidden("this reading was opened by somebody else");
    if (reportRefusal(reading, at.getTime())) throw new Malformed("This reading is over.");
    const seconds = await count({ reading, report, at });
    return reply.type("application/json").send(`{"seconds":${seconds}}`);
  });
}

const SECONDS_MAX = 86_400;

/** Checked by hand: this runs thousands of times a second. */
function beaconOf(body: unknown): Beacon {
  const text = typeof body === "string" ? body : "";
  const [token = "", seconds = "", coverage = ""] = text.split(" ");
  if (!/^\d{1,6}$/.test(seconds) || !/^\d{1,3}$/.test(coverage)) {
    throw new Malformed("A report is a token, seconds and a percentage.");
  }
  return {
    token,
    seconds: Math.min(Number(seconds), SECONDS_MAX),
    coveragePercent: Math.min(Number(coverage), 100),
  };
}
