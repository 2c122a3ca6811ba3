/** The session cookie: a random token whose hash alone is stored. */
import { hash, randomBytes } from "node:crypto";
import type { FastifyReply, FastifyRequest } from "fastify";
import { Unauthorized } from "./departures.ts";
import { mac } from "./mac.ts";
import type { Viewer } from "./viewer.ts";

export const SESSION_COOKIE = "__Host-earnest";
export const SESSION_DAYS = 90;

declare module "fastify" {
  interface FastifyRequest {
    viewer: Viewer | null;
  }
}

/** The one who is signed in; a page for nobody else begins with it. */
export function signedIn(request: FastifyRequest): Viewer {
  if (!request.viewer) throw new Unauthorized();
  return request.viewer;
}

/** 32 random bytes, as text for a cookie or a link. */
export function newToken(): string {
  return randomBytes(32).toString("base64url");
}

export function tokenHash(token: string): Buffer {
  return hash("sha256", token, "buffer");
}

const CSRF = Buffer.from("csrf");

/** The token that a session's forms carry; nobody can make it without the site's secret. */
export function csrfToken(secret: Buffer, sessionHash: Buffer): string {
  return mac(secret, Buffer.concat([CSRF, sessionHash])).toString("base64url");
}

/** The hash of the request's session token, or null when it has none. */
export function sessionHash(request: FastifyRequest): Buffer | null {
  const token = request.cookies[SESSION_COOKIE];
  return token ? tokenHash(token) : null;
}

const cookieOptions = { path: "/", httpOnly: true, secure: true, sameSite: "lax" } as const;

export function setSession(reply: FastifyReply, token: string): void {
  reply.setCookie(SESSION_COOKIE, token, { ...cookieOptions, maxAge: SESSION_DAYS * 86_400 });
}

export function clearSession(reply: FastifyReply): void {
  reply.clearCookie(SESSION_COOKIE, cookieOptions);
}
