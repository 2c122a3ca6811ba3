/**
 * How often something may be tried, by the account it is tried on and by the address it comes from, in
 * windows of fixed length. Guessing a password of ten characters at these rates takes longer than a life.
 */
export interface Limit {
  windowSeconds: number;
  perAccount: number;
  /** Higher, since a school or an office is one address. */
  perAddress: number;
}

export type Tried = "password" | "link" | "card";

export const LIMITS: Record<Tried, Limit> = {
  password: { windowSeconds: 15 * 60, perAccount: 10, perAddress: 60 },
  link: { windowSeconds: 60 * 60, perAccount: 6, perAddress: 40 },
  /** Whoever has stolen many cards tries them where a small charge tells which are good. */
  card: { windowSeconds: 60 * 60, perAccount: 10, perAddress: 60 },
};

/** The window that `at` is in. */
export function windowStart(at: Date, windowSeconds: number): Date {
  const windowMs = windowSeconds * 1000;
  return new Date(Math.floor(at.getTime() / windowMs) * windowMs);
}

/** Whole seconds until the next window, at least one. */
export function secondsLeft(at: Date, windowSeconds: number): number {
  const endMs = windowStart(at, windowSeconds).getTime() + windowSeconds * 1000;
  return Math.max(1, Math.ceil((endMs - at.getTime()) / 1000));
}

/**
 * The part of an address that one party holds: all of an IPv4 address, the first 64 bits of an IPv6
 * address (RFC 6177 §2: a site gets at least a /64), "::ffff:192.0.2.1" as IPv4.
 */
export function networkOf(address: string): string {
  const small = address.toLowerCase().split("%")[0]!;
  const mapped = /^::ffff:(\d+\.\d+\.\d+\.\d+)$/.exec(small);
  if (mapped) return mapped[1]!;
  if (!small.includes(":")) return small;
  const [head = "", tail = ""] = small.split("::");
  const front = head.split(":").filter(Boolean);
  const back = tail.split(":").filter(Boolean);
  const zeros = small.includes("::") ? Math.max(0, 8 - front.length - back.length) : 0;
  const groups = [...front, ...Array<string>(zeros).fill("0"), ...back];
  return `${groups
    .slice(0, 4)
    .map((group) => group.replace(/^0+(?=.)/, ""))
    .join(":")}::/64`;
}
