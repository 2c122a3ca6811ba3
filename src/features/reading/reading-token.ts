/**
 * The signed token of one reading: what the server knew when it opened it, so that a report can be
 * checked without asking the database. It works only with the session cookie it was made for.
 */
import { timingSafeEqual } from "node:crypto";
import type { ReaderId, StoryId } from "../../core/ids.ts";
import type { Reading } from "../../core/reading/attention.ts";
import { mac } from "../../web/mac.ts";

const SIGNATURE_BYTES = 16;
const PURPOSE = Buffer.from("reading");

/** Session, reader, story, opened at, most seconds, earning: in this order under this purpose alone. */
type Claims = [number, ReaderId, StoryId, number, number, boolean];

export function readingToken(secret: Buffer, sessionHash: Buffer, reading: Reading): string {
  const { sessionId, readerId: reader, storyId: story, openedAtMs, secondsMax, earning } = reading;
  const claims: Claims = [sessionId, reader, story, openedAtMs, secondsMax, earning];
  const body = Buffer.from(JSON.stringify(claims)).toString("base64url");
  return `${body}.${signature(secret, sessionHash, body).toString("base64url")}`;
}

/** The reading, or null when the token was not made here for this session. */
export function readingOf(secret: Buffer, sessionHash: Buffer, token: string): Reading | null {
  const [body, signed, ...rest] = token.split(".");
  if (!body || !signed || rest.length > 0) return null;
  const given = Buffer.from(signed, "base64url");
  if (given.length !== SIGNATURE_BYTES) return null;
  if (!timingSafeEqual(given, signature(secret, sessionHash, body))) return null;
  // We wrote it: a signature stands for more than a look at each of its parts.
  const claims: Claims = JSON.parse(Buffer.from(body, "base64url").toString());
  const [sessionId, reader, story, openedAtMs, secondsMax, earning] = claims;
  return { sessionId, readerId: reader, storyId: story, openedAtMs, secondsMax, earning };
}

function signature(secret: Buffer, sessionHash: Buffer, body: string): Buffer {
  const message = Buffer.concat([PURPOSE, sessionHash, Buffer.from(body)]);
  return mac(secret, message).subarray(0, SIGNATURE_BYTES);
}
