/** The foot of every page: what this is, and where its rules are. */
import { PLACES } from "./places.ts";

export function Colophon({ siteName }: { siteName: string }) {
  return (
    <footer class="colophon sheet">
      <div>
        <p>{siteName} pays writers for earned attention, and shows the sum behind every cent.</p>
        <ul>
          <li>
            <a href={PLACES.guide}>How the money is shared</a>
          </li>
          <li>
            <a href={PLACES.membership}>Membership</a>
          </li>
        </ul>
      </div>
    </footer>
  );
}
