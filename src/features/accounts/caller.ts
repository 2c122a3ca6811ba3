/** Who asks, as routes see it: the browser, its session, and how often it tried. */
import type { FastifyRequest } from "fastify";
import type { Tried } from "../../core/accounts/limits.ts";
import { TooMany } from "../../web/departures.ts";
import { ownPath } from "../../web/own-path.ts";
import { sessionHash } from "../../web/session.ts";
import type { Site } from "../../web/site.ts";
import { countTry, type Trial } from "./attempts.ts";
import type { Caller } from "./sessions/start-session.ts";

export function callerOf(request: FastifyRequest): Caller {
  return {
    agent: request.headers["user-agent"] ?? "",
    sessionHash: sessionHash(request),
  };
}

/** Counts one try of `what` on the account of `email`; departs when there were too many. */
export async function limitTries(
  site: Site,
  request: FastifyRequest,
  what: Tried,
  email: string,
): Promise<Trial> {
  const trial = { what, email, address: request.ip };
  const seconds = await countTry(site.db, site.clock(), trial);
  if (seconds > 0) throw new TooMany(seconds);
  return trial;
}

/** The path after `?to=`, when it is one of ours. */
export function toOf(request: FastifyRequest): string {
  const { query } = request;
  return typeof query === "object" && query !== null && "to" in query ? ownPath(query.to) : "/";
}
