/** What will be here and how to begin, in one sentence. */
import type { ComponentChildren } from "preact";

export interface EmptyStateProps {
  children: ComponentChildren;
  /** Where to begin. */
  begin?: { href: string; label: string };
}

export function EmptyState({ children, begin }: EmptyStateProps) {
  return (
    <div class="empty">
      <p>{children}</p>
      {begin && (
        <p class="actions">
          <a class="button frame" href={begin.href}>
            {begin.label}
          </a>
        </p>
      )}
    </div>
  );
}
