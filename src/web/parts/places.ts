/** Where the frame's links lead: the addresses that every page shows, whichever rooms stand behind them. */
export const PLACES = {
  home: "/",
  following: "/following",
  topics: "/topics",
  signIn: "/sign-in",
  signOut: "/sign-out",
  membership: "/membership",
  stories: "/stories",
  statements: "/me/statements",
  partner: "/partner",
  account: "/me",
  desk: "/desk",
  guide: "/guide",
  versions: "/guide/versions",
} as const;

export function authorUrl(handle: string): string {
  return `/@${handle}`;
}

export function topicUrl(tag: string): string {
  return `/topics/${encodeURIComponent(tag)}`;
}

export function imageUrl(key: string): string {
  return `/images/${key}`;
}

/** Sign-in that comes back to `path`. */
export function signInUrl(path: string): string {
  return path === PLACES.home ? PLACES.signIn : `${PLACES.signIn}?to=${encodeURIComponent(path)}`;
}

/** Membership that comes back to `path` once somebody has joined. */
export function membershipUrl(path: string): string {
  return `${PLACES.membership}?to=${encodeURIComponent(path)}`;
}

/** A person's picture; `imageUrl` is for pictures in stories. */
export function pictureUrl(key: string): string {
  return `/pictures/${key}`;
}
