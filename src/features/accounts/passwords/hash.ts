/**
 * Passwords as they are kept: argon2id with the parameters of the OWASP Password Storage Cheat Sheet
 * (19 MiB, two passes, one lane), in the PHC string format.
 */
import { argon2, randomBytes, timingSafeEqual } from "node:crypto";

interface Cost {
  memory: number;
  passes: number;
  parallelism: number;
}

const COST: Cost = { memory: 19_456, passes: 2, parallelism: 1 };
const TAG_BYTES = 32;
const SALT_BYTES = 16;

export async function hashPassword(password: string): Promise<string> {
  const salt = randomBytes(SALT_BYTES);
  const { memory, passes, parallelism } = COST;
  const cost = `m=${memory},t=${passes},p=${parallelism}`;
  return `$argon2id$v=19$${cost}$${base64(salt)}$${base64(await digest(password, salt, COST))}`;
}

/** With no hash it does the same work and says no, so that nobody learns which accounts exist. */
export async function isPassword(hash: string | null, password: string): Promise<boolean> {
  const kept = hash === null ? null : parse(hash);
  const salt = kept?.salt ?? Buffer.alloc(SALT_BYTES);
  const made = await digest(password, salt, kept?.cost ?? COST);
  return kept !== null && made.length === kept.tag.length && timingSafeEqual(made, kept.tag);
}

/** The same text, however the keyboard composed its accents, is the same password. */
function digest(password: string, nonce: Buffer, cost: Cost): Promise<Buffer> {
  const message = password.normalize("NFKC");
  return new Promise((resolve, reject) => {
    argon2("argon2id", { message, nonce, tagLength: TAG_BYTES, ...cost }, (error, tag) =>
      error ? reject(error) : resolve(tag),
    );
  });
}

function parse(hash: string): { cost: Cost; salt: Buffer; tag: Buffer } {
  const parts = /^\$argon2id\$v=19\$m=(\d+),t=(\d+),p=(\d+)\$([^$]+)\$([^$]+)$/.exec(hash);
  if (!parts) throw new Error("a password's hash is in the format we write");
  const [memory, passes, parallelism] = [Number(parts[1]), Number(parts[2]), Number(parts[3])];
  return {
    cost: { memory, passes, parallelism },
    salt: Buffer.from(parts[4]!, "base64"),
    tag: Buffer.from(parts[5]!, "base64"),
  };
}

function base64(bytes: Buffer): string {
  return bytes.toString("base64").replace(/=+$/, "");
}
