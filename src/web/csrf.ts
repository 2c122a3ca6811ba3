/**
 * Requests that change something must come from our own pages.
 *
 * Every one is checked by the origin that the browser names, and those of a session by its token too:
 * in the field `csrf`, the header `x-csrf`, or the query of a form that sends files.
 */
import { timingSafeEqual } from "node:crypto";
import type { FastifyRequest } from "fastify";
import { Forbidden } from "./departures.ts";

const SAFE = new Set(["GET", "HEAD", "OPTIONS"]);

export function checkOrigin(request: FastifyRequest): void {
  if (SAFE.has(request.method)) return;
  const { origin, host } = request.headers;
  if (request.headers["sec-fetch-site"] === "same-origin") return;
  if (origin && URL.canParse(origin) && new URL(origin).host === host) return;
  throw new Forbidden("this came from another site");
}

export function checkToken(request: FastifyRequest): void {
  if (SAFE.has(request.method) || !request.viewer) return;
  const given = Buffer.from(tokenOf(request));
  const wanted = Buffer.from(request.viewer.csrf);
  if (given.length === wanted.length && timingSafeEqual(given, wanted)) return;
  throw new Forbidden("this form is no longer current");
}

function tokenOf(request: FastifyRequest): string {
  const header = request.headers["x-csrf"];
  if (typeof header === "string") return header;
  return textAt(request.body, "csrf") ?? textAt(request.query, "csrf") ?? "";
}

function textAt(container: unknown, name: string): string | null {
  if (typeof container !== "object" || container === null) return null;
  const value = Object.entries(container).find(([key]) => key === name)?.[1];
  return typeof value === "string" ? value : null;
}
