/** Where a reader came from to become a member, and how they get back there. */
import { membershipUrl, PLACES } from "../../web/parts/places.ts";

/** The membership page that still knows the way back to `to`; "/" is nowhere in particular. */
export function ownPage(to: string): string {
  return to === PLACES.home ? PLACES.membership : membershipUrl(to);
}

/** The way on for whoever came from a page of this site. */
export function WayOn({ to }: { to: string }) {
  return to === PLACES.home ? null : <a href={to}>Go on to where you were</a>;
}
