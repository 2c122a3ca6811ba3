/** The frame of every page: the whole HTML document around what a room shows. */
import type { ComponentChildren } from "preact";
import { useContext } from "preact/hooks";
import { asset } from "./assets.ts";
import { Colophon } from "./parts/colophon.tsx";
import { Masthead } from "./parts/masthead.tsx";
import { SiteName } from "./site-name.ts";
import type { Viewer } from "./viewer.ts";

export interface PageProps {
  /** The page's own title; the site's name is added. */
  title: string;
  /** Null for visitors, and for pages that are the same for everyone. */
  viewer: Viewer | null;
  path: string;
  description?: string | undefined;
  canonical?: string | undefined;
  /** More of the head: feeds, Open Graph, structured data. */
  head?: ComponentChildren;
  /** "home" has the large nameplate; "story" and "editor" are set as reading pages. */
  kind?: "home" | "story" | "editor" | "page";
  /** Island modules by name, such as "clap-button". */
  islands?: readonly string[];
  lang?: string;
  dir?: "ltr" | "rtl";
  /** The reader's own choice of scheme; otherwise the system's. */
  theme?: "light" | "dark" | undefined;
  children: ComponentChildren;
}

export function Page({ kind = "page", children, ...page }: PageProps) {
  const siteName = useContext(SiteName);
  return (
    <html lang={page.lang ?? "en"} dir={page.dir} data-theme={page.theme}>
      <Head {...page} siteName={siteName} />
      <body class={`${kind}-page`}>
        <a class="skip" href="#main">
          Skip to the text
        </a>
        <Masthead siteName={siteName} viewer={page.viewer} path={page.path} />
        <main id="main" class="sheet" tabIndex={-1}>
          {children}
        </main>
        <Colophon siteName={siteName} />
      </body>
    </html>
  );
}

/** The fonts of the first screen; the rest come when a page holds their characters. */
const PRELOADED = [
  "source-serif-4-latin-opsz-normal.woff2",
  "instrument-sans-latin-wght-normal.woff2",
];

function Head(page: Omit<PageProps, "children" | "kind"> & { siteName: string }) {
  const { title, siteName, description, canonical, head, islands = [] } = page;
  return (
    <head>
      <meta charset="utf-8" />
      <title>{title === siteName ? title : `${title} – ${siteName}`}</title>
      <meta name="viewport" content="width=device-width, initial-scale=1" />
      <meta name="color-scheme" content={page.theme ?? "light dark"} />
      {PRELOADED.map((font) => (
        <link
          key={font}
          rel="preload"
          href={asset(font)}
          as="font"
          type="font/woff2"
          crossorigin="anonymous"
        />
      ))}
      <link rel="stylesheet" href={asset("site.css")} />
      {description && <meta name="description" content={description} />}
      {canonical && <link rel="canonical" href={canonical} />}
      {head}
      {islands.map((island) => (
        <script key={island} type="module" src={asset(`${island}.js`)} />
      ))}
    </head>
  );
}
