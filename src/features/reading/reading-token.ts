/**
 * The signed token of one reading: what the server knew when it opened it, so that a report can be
 * checked without asking the database. It works only with the session cookie it was made for.
 */
import { createHmac, timingSafeEqual } from "node:crypto";
import { z } from "zod";
import type { Reading } from "../../core/reading/attention.ts";
import { readerId, storyId } from "../../store/columns.ts";

const SIGNATURE_BYTES = 16;

const Claims = z.tuple([z.int(), readerId, storyId, z.int(), z.int(), z.boolean()]);

export function readingToken(secret: Buffer, sessionHash: Buffer, reading: Reading): string {
  const { sessionId, readerId: reader, storyId: story, openedAtMs, secondsMax, earning } = reading;
  const claims = JSON.stringify([sessionId, reader, story, openedAtMs, secondsMax, earning]);
  const body = Buffer.from(claims).toString("base64url");
  return `${body}.${signature(secret, sessionHash, body).toString("base64url")}`;
}

/** The reading, or null when the token was not made here for this session. */
export function readingOf(secret: Buffer, sessionHash: Buffer, token: string): Reading | null {
  const [body, signed, ...rest] = token.split(".");
  if (!body || !signed || rest.length > 0) return null;
  const given = Buffer.from(signed, "base64url");
  if (given.length !== SIGNATURE_BYTES) return null;
  if (!timingSafeEqual(given, signature(secret, sessionHash, body))) return null;
  const [sessionId, reader, story, openedAtMs, secondsMax, earning] = Claims.parse(
    JSON.parse(Buffer.from(body, "base64url").toString()),
  );
  return { sessionId, readerId: reader, storyId: story, openedAtMs, secondsMax, earning };
}

function signature(secret: Buffer, sessionHash: Buffer, body: string): Buffer {
  const mac = createHmac("sha256", secret).update("reading").update(sessionHash).update(body);
  return mac.digest().subarray(0, SIGNATURE_BYTES);
}
