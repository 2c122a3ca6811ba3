/** Where a preview stops: whose the rest is, what it costs, how to go on. */
import type { ComponentChildren } from "preact";
import { membershipUrl, signInUrl } from "./places.ts";

export interface PreviewEndProps {
  authorName: string;
  /** The price in words, such as "$5 a month". */
  price: string;
  /** This page, to come back to. */
  path: string;
  /** Whoever is signed in need not be asked to. */
  signedIn: boolean;
  children?: ComponentChildren;
}

export function PreviewEnd({ authorName, price, path, signedIn, children }: PreviewEndProps) {
  return (
    <section class="preview-end" aria-labelledby="preview-end">
      <h2 id="preview-end">The rest of this story is for members</h2>
      <p>
        Membership is {price}. Your dues go to the authors you read, by the time you give them; some
        of this month’s would go to {authorName}.
      </p>
      {children}
      <div class="actions">
        <a class="button" href={membershipUrl(path)}>
          Become a member
        </a>
        {!signedIn && (
          <a class="button text" href={signInUrl(path)}>
            Sign in
          </a>
        )}
      </div>
    </section>
  );
}
