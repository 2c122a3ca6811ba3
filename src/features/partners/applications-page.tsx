/** Applications to the Partner Program, the waiting ones first. */
import { Page } from "../../web/page.tsx";
import { Day } from "../../web/parts/day.tsx";
import { DeskTabs } from "../../web/parts/desk-tabs.tsx";
import { EmptyState } from "../../web/parts/empty-state.tsx";
import { PageHead } from "../../web/parts/page-head.tsx";
import { State } from "../../web/parts/state.tsx";
import { Table } from "../../web/parts/table.tsx";
import type { Viewer } from "../../web/viewer.ts";
import { countryName } from "./countries.ts";
import type { Application } from "./store.ts";

export interface ApplicationsPageProps {
  applications: Application[];
  viewer: Viewer;
  path: string;
}

const STATES = {
  waiting: { is: "open", word: "Waiting" },
  accepted: { is: "done", word: "Accepted" },
  refused: { is: "stopped", word: "Refused" },
} as const;

export function ApplicationsPage({ applications, viewer, path }: ApplicationsPageProps) {
  return (
    <Page title="Applications" viewer={viewer} path={path}>
      <PageHead
        kicker={<a href="/desk">Desk</a>}
        title="Applications"
        lede="To the Partner Program; the longest waiting first."
      />
      <DeskTabs viewer={viewer} current="/desk/applications" />
      {applications.length === 0 ? (
        <EmptyState>Applications will be here as authors send them.</EmptyState>
      ) : (
        <Table
          caption="Applications"
          captionHidden
          rows={applications}
          keyOf={({ id }) => id}
          columns={[
            {
              head: "Author",
              cell: ({ id, name, handle }) => (
                <>
                  <a href={`/desk/applications/${id}`}>{name}</a>{" "}
                  <span class="quiet">@{handle}</span>
                </>
              ),
            },
            { head: "Country", cell: ({ country }) => countryName(country), minor: true },
            { head: "Sent", cell: ({ appliedAt }) => <Day at={appliedAt} /> },
            {
              head: "State",
              cell: ({ state }) => <State is={STATES[state].is}>{STATES[state].word}</State>,
            },
          ]}
        />
      )}
    </Page>
  );
}
