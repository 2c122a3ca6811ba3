/** The desk's overview: what waits for somebody, and how the house stands. */
import { Page } from "../../web/page.tsx";
import { Day, Moment, monthName } from "../../web/parts/day.tsx";
import { type Definition, Definitions } from "../../web/parts/definitions.tsx";
import { DeskTabs } from "../../web/parts/desk-tabs.tsx";
import { Money } from "../../web/parts/money.tsx";
import { PageHead } from "../../web/parts/page-head.tsx";
import { PLACES } from "../../web/parts/places.ts";
import { State } from "../../web/parts/state.tsx";
import type { Viewer } from "../../web/viewer.ts";
import { MonthsTable, PayoutsTable } from "./house-tables.tsx";
import type { House, Overview } from "./overview.ts";
import type { Waiting } from "./store.ts";
import { isEven, sidesOf } from "./trial.ts";

export interface DeskPageProps extends Overview {
  viewer: Viewer;
}

export function DeskPage({ viewer, applications, cases, held, house }: DeskPageProps) {
  return (
    <Page title="Desk" viewer={viewer} path={PLACES.desk}>
      <PageHead title="Desk" lede="What waits for somebody, and how the house stands." />
      <DeskTabs viewer={viewer} current={PLACES.desk} />
      {house && <Figures house={house} />}
      <section>
        <h2>What waits</h2>
        <Definitions
          items={[
            waitingItem("Applications", "/desk/applications", applications),
            casesItem(cases),
            waitingItem("Responses held", "/desk/responses", held),
            ...(house ? houseItems(house) : []),
          ]}
        />
      </section>
      {house && (
        <>
          <MonthsTable open={house.open} closings={house.closings} />
          <PayoutsTable payouts={house.payouts} />
        </>
      )}
    </Page>
  );
}

function Figures({ house }: { house: House }) {
  const { month, members, dues, currency, payable } = house;
  const money = (micros: bigint) => <Money micros={micros} currency={currency} />;
  return (
    <Definitions
      look="figures"
      items={[
        { term: "Members", value: members },
        {
          term: `Dues earned in ${monthName(month)}`,
          value: money(dues.accruedMicros),
          note: "by the days that are over",
        },
        { term: "Of it for writers", value: money(dues.poolMicros) },
        { term: "Owed to partners", value: money(payable.owedMicros) },
      ]}
    />
  );
}

function waitingItem(term: string, href: string, { count, oldestAt }: Waiting): Definition {
  return {
    term,
    value: (
      <a href={href}>
        <State is={count > 0 ? "open" : "done"}>{count > 0 ? `${count} to decide` : "None"}</State>
      </a>
    ),
    note: oldestAt && (
      <>
        the longest since <Day at={oldestAt} />
      </>
    ),
  };
}

function casesItem({ open, proposed, appeals, answerBy }: Overview["cases"]): Definition {
  const parts = [
    open > 0 && `${open} to decide`,
    proposed > 0 && `${proposed} for a second person`,
    appeals > 0 && `${appeals} ${appeals === 1 ? "appeal" : "appeals"}`,
  ].filter(Boolean);
  return {
    term: "Cases",
    value: (
      <a href="/desk/cases">
        <State is={parts.length > 0 ? "open" : "done"}>{parts.join(", ") || "None"}</State>
      </a>
    ),
    note: answerBy && (
      <>
        an appeal to be answered by <Day at={answerBy} />
      </>
    ),
  };
}

function houseItems(house: House): Definition[] {
  return [
    monthsItem(house),
    payoutsItem(house),
    lettersItem(house),
    ...tasksItems(house),
    books(house),
  ];
}

function monthsItem({ open, closings }: House): Definition {
  const over = open.filter(({ isOver }) => isOver);
  const closing = closings.filter(({ state }) => state === "closing");
  const names = over.map(({ month }) => monthName(month)).join(", ");
  const state = closing.length > 0 ? "One is closing" : over.length > 0 ? "To be closed" : "None";
  const waits = over.length + closing.length > 0;
  return {
    term: "Months",
    value: (
      <a href="/desk/months">
        <State is={waits ? "open" : "done"}>{state}</State>
      </a>
    ),
    note: names || undefined,
  };
}

function payoutsItem({ payable, currency }: House): Definition {
  const { readyPartners, readyMicros } = payable;
  const partners = readyPartners === 1 ? "1 partner" : `${readyPartners} partners`;
  return {
    term: "Payouts",
    value: (
      <a href="/desk/payouts">
        <State is={readyPartners > 0 ? "open" : "done"}>
          {readyPartners > 0 ? `${partners} to be paid` : "None"}
        </State>
      </a>
    ),
    note: readyPartners > 0 && <Money micros={readyMicros} currency={currency} />,
  };
}

function lettersItem({ letters: { queued, kept, failed } }: House): Definition {
  const parts = [
    queued > 0 && `${queued} on ${queued === 1 ? "its" : "their"} way`,
    kept > 0 && `${kept} kept here for want of mail settings`,
  ];
  return {
    term: "Outbox",
    value: (
      <a href="/desk/mail">
        <State is={failed > 0 ? "stopped" : queued > 0 ? "open" : "done"}>
          {failed > 0 ? `${failed} not sent` : queued > 0 ? "Going out" : "Nothing waits"}
        </State>
      </a>
    ),
    note: parts.filter(Boolean).join(", ") || undefined,
  };
}

/** Tasks that were given up, each with its last failure; one line when there are none. */
function tasksItems({ stopped }: House): Definition[] {
  if (stopped.length === 0) {
    return [{ term: "Tasks", value: <State is="done">None has stopped</State> }];
  }
  return stopped.map(({ task, count, lastError, lastAt }) => ({
    term: `Task “${task}”`,
    value: <State is="stopped">{count === 1 ? "Given up" : `Given up ${count} times`}</State>,
    note: (
      <>
        last on <Moment at={lastAt} />: {lastError ?? "no reason was kept"}
      </>
    ),
  }));
}

function books({ trial, check }: House): Definition {
  const even = isEven(sidesOf(trial));
  const sound = even && (check === null || check.findings.length === 0);
  return {
    term: "Books",
    value: (
      <a href="/desk/ledger">
        <State is={sound ? "done" : "stopped"}>
          {even ? "Debits and credits agree" : "Debits and credits differ"}
        </State>
      </a>
    ),
    note: even && !sound ? "the nightly check found what should not be" : undefined,
  };
}
