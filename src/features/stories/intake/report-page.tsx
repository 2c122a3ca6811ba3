/** What came of an import: for each file what its story kept, and what became of the rest. */
import { Page } from "../../../web/page.tsx";
import { ButtonLink } from "../../../web/parts/button.tsx";
import { Notice } from "../../../web/parts/notice.tsx";
import { PageHead } from "../../../web/parts/page-head.tsx";
import { Pager } from "../../../web/parts/pager.tsx";
import { State } from "../../../web/parts/state.tsx";
import { Table } from "../../../web/parts/table.tsx";
import { Unfold } from "../../../web/parts/unfold.tsx";
import type { Site } from "../../../web/site.ts";
import type { Viewer } from "../../../web/viewer.ts";
import { COUNTED, changedSentences, droppedSentences } from "../import/report.ts";
import { editUrl } from "../story-url.ts";
import { importUrl, outcomesInWords } from "./import-page.tsx";
import { type ImportItem, ITEMS_SHOWN, type PastImport } from "./past-imports.ts";
import type { ItemReport } from "./report.ts";

export interface ReportPageProps {
  site: Site;
  viewer: Viewer;
  path: string;
  past: PastImport;
  items: ImportItem[];
  /** From 0. */
  page: number;
}

/** A page under way looks again by itself. */
const LOOK_AGAIN_SECONDS = 3;

export function ReportPage({ site, viewer, path, past, items, page }: ReportPageProps) {
  const underWay = past.finishedAt === null;
  const url = importUrl(past.number);
  const again = <meta http-equiv="refresh" content={String(LOOK_AGAIN_SECONDS)} />;
  return (
    <Page
      {...{ site, viewer, path }}
      title={`Import of ${past.name}`}
      head={underWay ? again : null}
    >
      <PageHead title={`Import of ${past.name}`} lede={`${outcomesInWords(past)}.`}>
        <ButtonLink href="/stories" look="frame">
          Your stories
        </ButtonLink>
      </PageHead>
      {underWay && (
        <Notice title="Still under way">
          Stories appear below as they arrive. You may leave this page; the import goes on.
        </Notice>
      )}
      <ol class="import-report">
        {items.slice(0, ITEMS_SHOWN).map((item) => (
          <li key={item.number}>
            <Item item={item} />
          </li>
        ))}
      </ol>
      <Pager
        newer={page > 0 ? `${url}?page=${page}` : null}
        older={items.length > ITEMS_SHOWN ? `${url}?page=${page + 2}` : null}
      />
    </Page>
  );
}

const STATES: Record<ImportItem["outcome"], { is: "open" | "done" | "stopped"; word: string }> = {
  imported: { is: "done", word: "Imported" },
  updated: { is: "done", word: "Updated" },
  unchanged: { is: "open", word: "Unchanged" },
  skipped: { is: "open", word: "Skipped" },
  refused: { is: "stopped", word: "Refused" },
};

function Item({ item: { name, outcome, storyKey, report } }: { item: ImportItem }) {
  const { is, word } = STATES[outcome];
  const title = report.title || name;
  return (
    <>
      <h2>{storyKey ? <a href={editUrl(storyKey)}>{title}</a> : title}</h2>
      <p class="line small">
        <State is={is}>{word}</State>
        {report.title && <span class="quiet">{name}</span>}
        {report.published && <span>Published</span>}
        <Verdict report={report} />
      </p>
      {report.notes.map((note) => (
        <p key={note}>{note}</p>
      ))}
      <Pictures {...report.pictures} />
      {report.fidelity && <Kept title={title} fidelity={report.fidelity} />}
    </>
  );
}

function Verdict({ report: { fidelity } }: { report: ItemReport }) {
  if (!fidelity) return null;
  if (!fidelity.intact) return <span class="held">Something was lost; look below</span>;
  return <span>Every word kept</span>;
}

function Pictures({ rehosted, elsewhere, refused }: ItemReport["pictures"]) {
  return (
    <>
      {rehosted > 0 && (
        <p>{rehosted === 1 ? "One picture is" : `${rehosted} pictures are`} stored here now.</p>
      )}
      {elsewhere.length > 0 && (
        <>
          <p>
            {elsewhere.length === 1 ? "One picture is" : `${elsewhere.length} pictures are`} still
            elsewhere. Nothing is fetched from there, so readers do not see{" "}
            {elsewhere.length === 1 ? "it" : "them"} until you add{" "}
            {elsewhere.length === 1 ? "it" : "them"} in the editor:
          </p>
          <ul class="small">
            {elsewhere.map((src) => (
              <li key={src}>
                Picture at{" "}
                <a href={src} rel="noopener noreferrer nofollow">
                  {src}
                </a>
              </li>
            ))}
          </ul>
        </>
      )}
      {refused.map(({ src, text }) => (
        <p key={src}>
          The picture {src} was not stored. {text}
        </p>
      ))}
    </>
  );
}

const NAMES: Record<(typeof COUNTED)[number], string> = {
  characters: "Characters, without spaces",
  paragraphs: "Paragraphs",
  headings: "Headings",
  listItems: "Lines of lists",
  quotes: "Quotes",
  codeBlocks: "Blocks of code",
  tables: "Tables",
  links: "Links",
  images: "Pictures",
};

interface KeptProps {
  title: string;
  fidelity: NonNullable<ItemReport["fidelity"]>;
}

function Kept({ title, fidelity }: KeptProps) {
  const { source, kept, lost, dropped, changed } = fidelity;
  const rows = COUNTED.filter((what) => (source[what] ?? 0) > 0 || (kept[what] ?? 0) > 0);
  const count = (number: number | undefined) => (number ?? 0).toLocaleString("en");
  return (
    <Unfold summary="What was kept">
      <Table
        caption={`${title}: counted in the page and in the story`}
        captionHidden
        columns={[
          { head: "What", cell: (what) => NAMES[what] },
          { head: "In the page", cell: (what) => count(source[what]), numeric: true },
          { head: "In the story", cell: (what) => count(kept[what]), numeric: true },
          { head: "Lost", cell: (what) => count(lost[what]), numeric: true },
        ]}
        rows={rows}
        keyOf={(what) => what}
      />
      <Sentences title="Left out" counts={dropped} sentences={droppedSentences} />
      <Sentences title="In another form" counts={changed} sentences={changedSentences} />
    </Unfold>
  );
}

interface SentencesProps {
  title: string;
  counts: Record<string, number>;
  sentences: Record<string, string>;
}

function Sentences({ title, counts, sentences }: SentencesProps) {
  const said = Object.entries(counts).filter(([, count]) => count > 0);
  if (said.length === 0) return null;
  return (
    <>
      <h3 class="label">{title}</h3>
      <ul>
        {said.map(([kind, count]) => (
          <li key={kind}>
            {count} × {sentences[kind] ?? kind}
          </li>
        ))}
      </ul>
    </>
  );
}
