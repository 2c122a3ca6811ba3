/** The trial balance, what the nightly check said of it, and how far the days are sealed. */
import { dayStart } from "../../core/time.ts";
import { Page } from "../../web/page.tsx";
import { ButtonLink } from "../../web/parts/button.tsx";
import { Day, Moment } from "../../web/parts/day.tsx";
import { type Definition, Definitions } from "../../web/parts/definitions.tsx";
import { DeskTabs } from "../../web/parts/desk-tabs.tsx";
import { EmptyState } from "../../web/parts/empty-state.tsx";
import { Money } from "../../web/parts/money.tsx";
import { Notice } from "../../web/parts/notice.tsx";
import { PageHead } from "../../web/parts/page-head.tsx";
import { PLACES } from "../../web/parts/places.ts";
import { State } from "../../web/parts/state.tsx";
import { Table } from "../../web/parts/table.tsx";
import type { Viewer } from "../../web/viewer.ts";
import { LEDGER } from "../ledger/check-books.ts";
import type { BooksCheck } from "../ledger/check-store.ts";
import type { Finding } from "../ledger/finding.ts";
import type { Seal } from "../ledger/seals.ts";
import type { TrialLine } from "../ledger/store.ts";
import { isEven, type Sides, sidesOf } from "./trial.ts";

export interface LedgerPageProps {
  viewer: Viewer;
  lines: TrialLine[];
  /** What the check of every leg found; null when it was not asked for. */
  findings: Finding[] | null;
  /** The last nightly check, and the last day that is sealed. */
  check: BooksCheck | null;
  seal: Seal | null;
}

export function LedgerPage({ viewer, lines, findings, check, seal }: LedgerPageProps) {
  const sides = sidesOf(lines);
  return (
    <Page title="Ledger" viewer={viewer} path={LEDGER}>
      <PageHead
        kicker={<a href={PLACES.desk}>Desk</a>}
        title="Ledger"
        lede="Every micro the house holds, owes or spent, in double entry. Nothing in it is ever changed."
      >
        <ButtonLink href={`${LEDGER}?check=all`} look="frame">
          Check every entry
        </ButtonLink>
      </PageHead>
      <DeskTabs viewer={viewer} current={LEDGER} />
      {findings && <Findings findings={findings} />}
      <Definitions items={[checkItem(check), sealItem(seal)]} />
      {lines.length === 0 ? (
        <EmptyState>The books begin with the first member’s dues.</EmptyState>
      ) : (
        sides.map((side) => (
          <section key={side.currency}>
            <p>
              <State is={isEven([side]) ? "done" : "stopped"}>
                {isEven([side]) ? "Debits and credits agree" : "Debits and credits differ"}
              </State>
            </p>
            <TrialTable side={side} lines={lines.filter((one) => one.currency === side.currency)} />
          </section>
        ))
      )}
    </Page>
  );
}

function checkItem(check: BooksCheck | null): Definition {
  if (check === null) {
    return { term: "Nightly check", value: <State is="open">Not made yet</State> };
  }
  const { checkedAt, journals, legs, findings } = check;
  const well = findings.length === 0;
  return {
    term: "Nightly check",
    value: (
      <State is={well ? "done" : "stopped"}>
        {well ? "Everything agrees" : "Something does not agree"}
      </State>
    ),
    note: (
      <>
        <Moment at={checkedAt} />: {journals} journals with {legs} entries
        {findings.map(({ what, where }) => (
          <span key={`${what} ${where}`}>
            <br />
            {what} {where}
          </span>
        ))}
      </>
    ),
  };
}

function sealItem(seal: Seal | null): Definition {
  if (seal === null) return { term: "Sealed", value: <State is="open">No day yet</State> };
  return {
    term: "Sealed",
    value: (
      <>
        to the end of <Day at={dayStart(seal.day)} />
      </>
    ),
    note: <code>{seal.sha256.toString("hex")}</code>,
  };
}

function Findings({ findings }: { findings: Finding[] }) {
  if (findings.length === 0) {
    return (
      <Notice title="Every entry was checked, and the books are right">
        Balances are the sums of their entries, debits equal credits, no account holds less than it
        may, every entry is as it was posted, and every sealed day is as it was sealed.
      </Notice>
    );
  }
  return (
    <Notice tone="refused" title="The books are not right">
      <ul>
        {findings.map(({ what, where }) => (
          <li key={`${what} ${where}`}>
            {what} <span class="quiet">{where}</span>
          </li>
        ))}
      </ul>
    </Notice>
  );
}

function TrialTable({ side, lines }: { side: Sides; lines: TrialLine[] }) {
  const { currency } = side;
  const money = (micros: bigint) => <Money micros={micros} currency={currency} exact />;
  return (
    <Table
      caption={`Trial balance in ${currency}`}
      ledger
      rows={lines}
      keyOf={({ code }) => code}
      columns={[
        {
          head: "Account",
          cell: ({ code, name }) => (
            <>
              {name} <span class="quiet small numeric">{code}</span>
            </>
          ),
        },
        { head: "Debits", cell: ({ debitMicros }) => money(debitMicros), numeric: true },
        { head: "Credits", cell: ({ creditMicros }) => money(creditMicros), numeric: true },
        { head: "Holds", cell: (line) => money(balanceOf(line)), numeric: true, minor: true },
      ]}
      foot={[{ label: "Together", cells: [money(side.debitMicros), money(side.creditMicros), ""] }]}
    />
  );
}

/** What the accounts of a kind hold, on the side that is theirs. */
function balanceOf({ normalSide, debitMicros, creditMicros }: TrialLine): bigint {
  return normalSide === "debit" ? debitMicros - creditMicros : creditMicros - debitMicros;
}
