/** All cases: those that wait for somebody first, those with most at stake on top. */
import { CASE_KINDS } from "../../core/integrity/cases/snapshot.ts";
import { CHANNELS } from "../../core/integrity/channels.ts";
import { Page } from "../../web/page.tsx";
import { Submit } from "../../web/parts/button.tsx";
import { Day } from "../../web/parts/day.tsx";
import { DeskTabs } from "../../web/parts/desk-tabs.tsx";
import { EmptyState } from "../../web/parts/empty-state.tsx";
import { SelectField } from "../../web/parts/field.tsx";
import { Money } from "../../web/parts/money.tsx";
import { PageHead } from "../../web/parts/page-head.tsx";
import { Pager } from "../../web/parts/pager.tsx";
import { Table } from "../../web/parts/table.tsx";
import { Tabs } from "../../web/parts/tabs.tsx";
import { Unfold } from "../../web/parts/unfold.tsx";
import type { Viewer } from "../../web/viewer.ts";
import type { CaseLine, DecisionsOfChannel, Filter, ListName, WaitingCases } from "./list-store.ts";
import { CASES, caseUrl } from "./places.ts";
import { CHANNEL_WORDS, count, DECISION_WORDS, namesOf, oneIn, percent } from "./words.ts";

export interface CasesPageProps {
  cases: readonly CaseLine[];
  filter: Filter;
  waiting: WaitingCases;
  went: readonly DecisionsOfChannel[];
  /** When the whole community was last looked at; null before the first time. */
  lastRunAt: Date | null;
  currency: string;
  page: number;
  hasMore: boolean;
  viewer: Viewer;
}

const KIND_WORDS = { account: "one account", pair: "two accounts", group: "a group" } as const;

export function CasesPage(props: CasesPageProps) {
  const { cases, filter, viewer, lastRunAt } = props;
  return (
    <Page title="Cases" viewer={viewer} path={CASES}>
      <PageHead
        kicker={<a href="/desk">Desk</a>}
        title="Cases"
        lede={
          lastRunAt ? (
            <>
              What stands out from honest accounts, for a person to decide. Last looked at on{" "}
              <Day at={lastRunAt} />.
            </>
          ) : (
            "What stands out from honest accounts, for a person to decide."
          )
        }
      />
      <DeskTabs viewer={viewer} current={CASES} />
      <Lists {...props} />
      <Filters filter={filter} />
      {cases.length === 0 ? <Empty {...props} /> : <CasesTable {...props} />}
      <Pager {...around(props)} />
      <Went went={props.went} />
    </Page>
  );
}

const listUrl = (list: ListName): string => (list === "open" ? CASES : `${CASES}?list=${list}`);

function Lists({ filter, waiting }: CasesPageProps) {
  const tabs = [
    { label: "To decide", href: listUrl("open"), count: waiting.open },
    { label: "For a second person", href: listUrl("proposed"), count: waiting.proposed },
    { label: "Appeals", href: listUrl("appeals"), count: waiting.appeals },
    { label: "Decided", href: listUrl("decided") },
    { label: "Faded", href: listUrl("faded") },
  ];
  return <Tabs label="Cases" tabs={tabs} current={listUrl(filter.list)} />;
}

/** A plain GET form: the address says what is shown. */
function Filters({ filter: { list, kind, channel } }: { filter: Filter }) {
  const isNarrow = kind !== null || channel !== null;
  return (
    <Unfold summary="Only some" open={isNarrow}>
      <form class="form case-filters" method="get" action={CASES}>
        {list !== "open" && <input type="hidden" name="list" value={list} />}
        <SelectField
          name="kind"
          label="About"
          value={kind ?? ""}
          options={[
            { value: "", label: "Anybody" },
            ...CASE_KINDS.map((value) => ({ value, label: KIND_WORDS[value] })),
          ]}
        />
        <SelectField
          name="channel"
          label="Found by"
          value={channel ?? ""}
          options={[
            { value: "", label: "Anything" },
            ...CHANNELS.map((value) => ({ value, label: CHANNEL_WORDS[value].name })),
          ]}
        />
        <Submit look="frame">Show</Submit>
      </form>
    </Unfold>
  );
}

function CasesTable({ cases, filter, currency }: CasesPageProps) {
  return (
    <Table
      caption="Cases"
      captionHidden
      rows={cases}
      keyOf={({ id }) => id}
      columns={[
        {
          head: "Who",
          cell: ({ id, names, accounts }) => <a href={caseUrl(id)}>{namesOf(names, accounts)}</a>,
        },
        { head: "Found by", cell: ({ channel }) => CHANNEL_WORDS[channel].name, minor: true },
        { head: "How rare", cell: ({ surprise }) => oneIn(surprise), numeric: true },
        {
          head: "At stake",
          cell: ({ stakeMicros }) =>
            stakeMicros === 0n ? (
              <span class="quiet">nothing</span>
            ) : (
              <Money micros={stakeMicros} currency={currency} />
            ),
          numeric: true,
        },
        { head: "Opened", cell: ({ openedAt }) => <Day at={openedAt} />, minor: true },
        ...(filter.list === "open" || filter.list === "faded" ? [] : [DECISION_COLUMN]),
        ...(filter.list === "appeals" ? [CLOCK_COLUMN] : []),
      ]}
    />
  );
}

const DECISION_COLUMN = {
  head: "Decision",
  cell: ({ decision }: CaseLine) => (decision ? DECISION_WORDS[decision].done : "none stands"),
};
const CLOCK_COLUMN = {
  head: "Answer by",
  cell: ({ answerBy }: CaseLine) => answerBy && <Day at={answerBy} />,
};

const EMPTY: Record<ListName, string> = {
  open: "Nothing waits to be decided. Cases open by themselves in the night in which an account stands out.",
  proposed: "No decision waits for a second person.",
  appeals:
    "Nobody has appealed. An appeal stands here, with its clock, until somebody has answered it.",
  decided: "Decided cases will be here, each with its reason, and can be taken back.",
  faded: "Cases whose evidence fades before anybody decided will be here.",
};

function Empty({ filter, lastRunAt }: CasesPageProps) {
  if (filter.kind || filter.channel)
    return (
      <EmptyState begin={{ href: listUrl(filter.list), label: "Show all" }}>
        No case is like that.
      </EmptyState>
    );
  if (filter.list === "open" && !lastRunAt)
    return (
      <EmptyState>
        Cases will be here once the community has been looked at for the first time, in the coming
        night.
      </EmptyState>
    );
  return <EmptyState>{EMPTY[filter.list]}</EmptyState>;
}

function around({ filter, page, hasMore }: CasesPageProps) {
  const at = (page: number) => {
    const fields = { list: filter.list, kind: filter.kind, channel: filter.channel, page };
    const given = Object.entries(fields).filter(([, value]) => value !== null);
    return `${CASES}?${new URLSearchParams(given.map(([name, value]) => [name, String(value)]))}`;
  };
  return { newer: page > 1 ? at(page - 1) : null, older: hasMore ? at(page + 1) : null };
}

/** What people made of what was found: where most is dismissed, the finding is no good. */
function Went({ went }: Pick<CasesPageProps, "went">) {
  if (went.length === 0) return null;
  return (
    <section class="rule">
      <h2>How decisions went</h2>
      <Table
        caption="How decisions went"
        captionHidden
        rows={went}
        keyOf={({ channel }) => channel}
        columns={[
          { head: "Found by", cell: ({ channel }) => CHANNEL_WORDS[channel].name },
          { head: "Decided", cell: ({ decided }) => count(decided), numeric: true },
          { head: "Dismissed", cell: ({ dismissed }) => count(dismissed), numeric: true },
          {
            head: "Upheld",
            cell: ({ decided, dismissed }) => percent(decided - dismissed, decided),
            numeric: true,
          },
        ]}
      />
    </section>
  );
}
