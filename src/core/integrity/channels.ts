/** The channels: the ways in which an account can be out of the ordinary (docs/policy/integrity.md §6). */

/** In this order everywhere; the place in it is the number of a channel. */
export const CHANNELS = [
  "follow-trading",
  "unread-engagement",
  "mechanical-reading",
  "group",
  "circulation",
  "text",
  "burst",
  "confirmed-distance",
] as const;

export type Channel = (typeof CHANNELS)[number];
