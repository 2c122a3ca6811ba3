/** The heading of a page that is not a story: title, a sentence under it, actions at the end. */
import type { ComponentChildren } from "preact";

export interface PageHeadProps {
  title: string;
  kicker?: ComponentChildren;
  lede?: ComponentChildren;
  /** Actions on the whole page. */
  children?: ComponentChildren;
}

export function PageHead({ title, kicker, lede, children }: PageHeadProps) {
  return (
    <header class="page-head">
      <div class="said">
        {kicker && <p class="kicker">{kicker}</p>}
        <h1>{title}</h1>
        {lede && <p class="lede">{lede}</p>}
      </div>
      {children && <div class="actions">{children}</div>}
    </header>
  );
}
