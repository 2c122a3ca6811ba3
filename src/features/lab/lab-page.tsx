/** The lab: ask for a run, see those there are, and what each rule lets happen. */
import type { Month } from "../../core/time.ts";
import type { Typed } from "../../web/form.ts";
import { Page } from "../../web/page.tsx";
import { Submit } from "../../web/parts/button.tsx";
import { Moment, monthName } from "../../web/parts/day.tsx";
import { DeskTabs } from "../../web/parts/desk-tabs.tsx";
import { EmptyState } from "../../web/parts/empty-state.tsx";
import { SelectField } from "../../web/parts/field.tsx";
import { PageHead } from "../../web/parts/page-head.tsx";
import { PostForm } from "../../web/parts/post-form.tsx";
import { State } from "../../web/parts/state.tsx";
import { Table } from "../../web/parts/table.tsx";
import type { Viewer } from "../../web/viewer.ts";
import { ScenesSection } from "./scenes-section.tsx";
import type { Run } from "./store.ts";

export const LAB = "/desk/lab";

export interface LabPageProps {
  months: readonly Month[];
  rules: readonly string[];
  runs: readonly Run[];
  typed: Typed;
  viewer: Viewer;
}

export function LabPage({ months, rules, runs, typed, viewer }: LabPageProps) {
  return (
    <Page title="Lab" viewer={viewer} path={LAB}>
      <PageHead
        kicker={<a href="/desk">Desk</a>}
        title="Lab"
        lede="What a month would have been under other rules. Nothing here moves money or changes a rule."
      />
      <DeskTabs viewer={viewer} current={LAB} />
      <section>
        <h2>Compare two rules</h2>
        {months.length === 0 ? (
          <EmptyState>
            A month can be looked at once its close has begun, since that writes its evidence down.
          </EmptyState>
        ) : (
          <AskForm {...{ months, rules, typed, viewer }} />
        )}
      </section>
      {runs.length > 0 && <RunsTable runs={runs} />}
      <ScenesSection />
      <p class="quiet">
        The rules of 2017 to 2026 are built from what was published about them. The weights of their
        points never were: those are ours.
      </p>
    </Page>
  );
}

function AskForm({
  months,
  rules,
  typed,
  viewer,
}: Pick<LabPageProps, "months" | "rules" | "typed" | "viewer">) {
  const { values, errors } = typed;
  const options = rules.map((rule) => ({ value: rule, label: rule }));
  return (
    <PostForm action={LAB} csrf={viewer.csrf}>
      <SelectField
        name="month"
        label="Month"
        value={values.month}
        error={errors.month}
        options={months.map((month) => ({ value: month, label: monthName(month) }))}
      />
      <div class="fields">
        <SelectField
          name="left"
          label="Under"
          value={values.left ?? rules[0]}
          error={errors.left}
          options={options}
        />
        <SelectField
          name="right"
          label="And under"
          value={values.right ?? "points-2023"}
          error={errors.right}
          options={options}
        />
      </div>
      <p class="actions">
        <Submit>Compare</Submit>
      </p>
    </PostForm>
  );
}

function RunsTable({ runs }: { runs: readonly Run[] }) {
  return (
    <Table
      caption="Runs"
      rows={runs}
      keyOf={({ id }) => id}
      columns={[
        {
          head: "Run",
          cell: ({ id, leftRule, rightRule }) => (
            <a href={`${LAB}/${id}`}>
              {leftRule} and {rightRule}
            </a>
          ),
        },
        { head: "Month", cell: ({ month }) => monthName(month) },
        { head: "State", cell: ({ state }) => <RunState state={state} /> },
        { head: "Asked", cell: ({ askedAt }) => <Moment at={askedAt} />, minor: true },
      ]}
    />
  );
}

export function RunState({ state }: Pick<Run, "state">) {
  if (state === "done") return <State is="done">Done</State>;
  if (state === "failed") return <State is="stopped">Not possible</State>;
  return <State is="open">Being worked out</State>;
}
