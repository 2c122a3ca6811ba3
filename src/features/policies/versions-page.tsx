/** All versions of the rules, the newest first. */
import type { Day as DayText } from "../../core/time.ts";
import { dayStart } from "../../core/time.ts";
import { Page } from "../../web/page.tsx";
import { Day } from "../../web/parts/day.tsx";
import { PageHead } from "../../web/parts/page-head.tsx";
import { PLACES } from "../../web/parts/places.ts";
import { State } from "../../web/parts/state.tsx";
import { Table } from "../../web/parts/table.tsx";
import type { Viewer } from "../../web/viewer.ts";
import type { PolicyVersion } from "./store.ts";

export interface VersionsPageProps {
  versions: readonly PolicyVersion[];
  /** The name of the version in force. */
  inForce: string;
  today: DayText;
  viewer: Viewer | null;
  path: string;
}

export function VersionsPage({ versions, inForce, today, viewer, path }: VersionsPageProps) {
  return (
    <Page title="Versions of the rules" viewer={viewer} path={path}>
      <PageHead
        kicker={<a href={PLACES.guide}>Guide</a>}
        title="Versions of the rules"
        lede="A version never changes. A new one is published before it takes effect, and a month is divided by the one in force when it began."
      />
      <VersionsTable {...{ versions, inForce, today }} />
    </Page>
  );
}

export function VersionsTable({
  versions,
  inForce,
  today,
}: Pick<VersionsPageProps, "versions" | "inForce" | "today">) {
  return (
    <Table
      caption="Versions"
      captionHidden
      rows={versions}
      keyOf={({ version }) => version}
      columns={[
        {
          head: "Version",
          cell: ({ version }) => <a href={`/guide/versions/${version}`}>{version}</a>,
        },
        {
          head: "State",
          cell: (version) => stateOf(version, inForce, today),
        },
        { head: "Takes effect", cell: ({ effectiveFrom }) => <Day at={dayStart(effectiveFrom)} /> },
        { head: "Published", cell: ({ publishedAt }) => <Day at={publishedAt} />, minor: true },
        {
          head: "SHA-256",
          cell: ({ sha256 }) => <code class="small">{sha256.toString("hex").slice(0, 12)}…</code>,
          minor: true,
        },
      ]}
    />
  );
}

function stateOf({ version, effectiveFrom }: PolicyVersion, inForce: string, today: DayText) {
  if (version === inForce) return <State is="done">In force</State>;
  if (effectiveFrom > today) return <State is="open">Announced</State>;
  return <State is="stopped">Past</State>;
}
