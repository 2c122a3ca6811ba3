/** Who wrote a story, when, and how long it takes. */
import type { ComponentChildren } from "preact";
import { Avatar } from "./avatar.tsx";
import { Day } from "./day.tsx";

export interface Person {
  name: string;
  href: string;
  /** The address of their picture, or null for initials. */
  picture: string | null;
}

export interface BylineProps {
  author: Person;
  at: Date | null;
  minutes?: number;
  membersOnly?: boolean;
  /** What stands after the name, such as a form to follow. */
  children?: ComponentChildren;
}

export function Byline({ author, at, minutes, membersOnly, children }: BylineProps) {
  return (
    <div class="byline">
      <Avatar name={author.name} src={author.picture} size="medium" />
      <div>
        <div class="line">
          <a class="name" href={author.href} rel="author">
            {author.name}
          </a>
          {children}
        </div>
        <div class="line">
          {at && <Day at={at} />}
          {minutes !== undefined && <span>{minutes} min read</span>}
          {membersOnly && <span>For members</span>}
        </div>
      </div>
    </div>
  );
}
