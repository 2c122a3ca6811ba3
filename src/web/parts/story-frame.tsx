/** The frame of a story's page: head, text, margin, end. The reading room fills it in. */
import type { ComponentChildren } from "preact";
import { Byline, type BylineProps } from "./byline.tsx";
import { classes } from "./classes.ts";

export interface StoryFrameProps {
  /** The language of the text, when it is not the site's. */
  lang?: string | undefined;
  head: ComponentChildren;
  /** Claps, responses, what is counted: beside the text, or under it on a phone. */
  margin: ComponentChildren;
  /** Tags, about the author, responses. */
  end?: ComponentChildren;
  /** The text, and where a preview stops. */
  children: ComponentChildren;
}

/** The margin comes after the text in the document, so it is read, and reached by keyboard, after it. */
export function StoryFrame({ lang, head, margin, end, children }: StoryFrameProps) {
  return (
    <article class="story" lang={lang}>
      {head}
      <div class="story-text">{children}</div>
      {margin}
      {end && <footer class="story-end">{end}</footer>}
    </article>
  );
}

export interface StoryHeadProps extends BylineProps {
  title: string;
  kicker: string | null;
  subtitle: string | null;
}

export function StoryHead({ title, kicker, subtitle, ...byline }: StoryHeadProps) {
  return (
    <header class="story-head">
      {kicker && <p class="kicker">{kicker}</p>}
      <h1 dir="auto">{title}</h1>
      {subtitle && (
        <p class="subtitle" dir="auto">
          {subtitle}
        </p>
      )}
      <Byline {...byline} />
    </header>
  );
}

/** `html` is what the server rendered from the document; nothing else may come here. */
export function Prose({ html, lesser }: { html: string; lesser?: boolean }) {
  return (
    <div
      class={classes("prose", lesser && "lesser")}
      dir="auto"
      dangerouslySetInnerHTML={{ __html: html }}
    />
  );
}

export interface StoryMarginProps {
  /** What is being counted, in plain words. */
  counted?: ComponentChildren;
  children: ComponentChildren;
}

export function StoryMargin({ counted, children }: StoryMarginProps) {
  return (
    <aside class="story-margin" aria-label="This story">
      <div class="within">
        {children}
        {counted && <p class="counted">{counted}</p>}
      </div>
    </aside>
  );
}
