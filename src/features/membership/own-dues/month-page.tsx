/** One month of a member's dues: the sum, and every writer and story that got a part. */
import { sum } from "../../../core/money.ts";
import { Page } from "../../../web/page.tsx";
import { monthName } from "../../../web/parts/day.tsx";
import { EmptyState } from "../../../web/parts/empty-state.tsx";
import { Money } from "../../../web/parts/money.tsx";
import { PageHead } from "../../../web/parts/page-head.tsx";
import { authorUrl, PLACES } from "../../../web/parts/places.ts";
import { Receipt } from "../../../web/parts/receipt.tsx";
import { Table } from "../../../web/parts/table.tsx";
import { Unfold } from "../../../web/parts/unfold.tsx";
import type { Viewer } from "../../../web/viewer.ts";
import { storyUrl } from "../../stories/story-url.ts";
import { DUES, duesUrl, siteMicros } from "./dues-page.tsx";
import type { DuesLine, DuesMonth } from "./own-dues-store.ts";

export interface DuesMonthPageProps {
  viewer: Viewer;
  dues: DuesMonth;
  /** By author, the largest first. */
  lines: readonly DuesLine[];
}

export function DuesMonthPage({ viewer, dues, lines }: DuesMonthPageProps) {
  const { month } = dues;
  return (
    <Page title={`Your dues in ${monthName(month)}`} viewer={viewer} path={duesUrl(month)}>
      <PageHead kicker={<a href={DUES}>Where your dues went</a>} title={monthName(month)} />
      <div class="column">
        <Whole dues={dues} />
        {dues.takenMicros > 0n && (
          <p>
            Of this, <Money micros={dues.takenMicros} currency={dues.currency} exact /> was taken
            back since, because a charge that paid for it went back.
          </p>
        )}
      </div>
      <Writers dues={dues} lines={lines} />
    </Page>
  );
}

function Whole({ dues }: { dues: DuesMonth }) {
  const { month, currency, accruedMicros, referralMicros } = dues;
  const line = (label: string, micros: bigint, note?: string) => ({
    ...{ label, note },
    amount: <Money micros={micros} currency={currency} exact />,
  });
  const some = (label: string, micros: bigint, note?: string) =>
    micros === 0n ? [] : [line(label, micros, note)];
  const pool = dues.poolMicros + dues.carriedInMicros;
  return (
    <>
      <Receipt
        caption={`What the days of ${monthName(month)} earned of your net dues`}
        lines={[
          line("Earned by its days", accruedMicros),
          line("To the site", -siteMicros(dues), "it keeps the site running"),
          ...some("To who brought you here", -referralMicros),
          ...some("Carried from months without reading", dues.carriedInMicros),
        ]}
        total={line("The writers’ part", pool)}
      />
      {dues.paidMicros > 0n && (
        <p class="quiet">
          You were charged <Money micros={dues.paidMicros} currency={currency} /> in this month, of
          which the bank kept <Money micros={dues.feeMicros} currency={currency} />. The rest is
          earned day by day.
        </p>
      )}
    </>
  );
}

function Writers({ dues, lines }: Omit<DuesMonthPageProps, "viewer">) {
  const { state, month, currency, carriedOutMicros, commonsMicros } = dues;
  if (state !== "closed") {
    return (
      <EmptyState>
        {monthName(month)} is not closed yet. When it is, you see here which writers and stories
        your reading paid.
      </EmptyState>
    );
  }
  const authors = [...Map.groupBy(lines, ({ authorId }) => authorId).values()];
  return (
    <>
      {authors.length > 0 && <AuthorTable authors={authors} currency={currency} />}
      {carriedOutMicros > 0n && (
        <p>
          You read nothing in this month that earns, so{" "}
          <Money micros={carriedOutMicros} currency={currency} exact /> waits for what you read
          next.
        </p>
      )}
      {commonsMicros > 0n && (
        <p>
          <Money micros={commonsMicros} currency={currency} exact /> had waited as long as the rules
          say and went to the fund for grants to writers.
        </p>
      )}
      {authors.length === 0 && carriedOutMicros === 0n && commonsMicros === 0n && (
        <p class="quiet">
          There was nothing to divide. <a href={PLACES.guide}>How dues are divided</a>
        </p>
      )}
    </>
  );
}

interface AuthorTableProps {
  /** The lines of each author. */
  authors: readonly (readonly DuesLine[])[];
  currency: string;
}

function AuthorTable({ authors, currency }: AuthorTableProps) {
  const total = (lines: readonly DuesLine[]) => sum(lines.map(({ micros }) => micros));
  const amount = (micros: bigint) => <Money micros={micros} currency={currency} exact />;
  return (
    <Table
      caption="Writers that your reading paid"
      ledger
      rows={authors}
      keyOf={(lines) => lines[0]?.authorId ?? 0}
      columns={[
        { head: "Writer", cell: ([first]) => first && <Writer {...first} /> },
        { head: "Stories", cell: (lines) => lines.length, numeric: true, minor: true },
        { head: "Got", cell: (lines) => amount(total(lines)), numeric: true },
      ]}
      under={(lines) => (
        <Unfold summary="By story">
          <Receipt
            caption="Each story by the time you gave it, and what you did with it"
            lines={lines.map((line) => ({
              label: <a href={storyUrl(line.handle, line)}>{line.title}</a>,
              note:
                line.escrowMicros > 0n ? "a part is held until a reviewer has decided" : undefined,
              amount: amount(line.micros),
            }))}
            total={{ label: "Together", amount: amount(total(lines)) }}
          />
        </Unfold>
      )}
      foot={[{ label: "Together", cells: ["", amount(total(authors.flat()))] }]}
    />
  );
}

function Writer({ handle, name }: DuesLine) {
  return <a href={authorUrl(handle)}>{name}</a>;
}
