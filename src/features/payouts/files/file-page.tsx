/** One file for the bank: download it, and say what the bank has done with each payment. */

import { sum } from "../../../core/money.ts";
import { spacedIban } from "../../../core/payouts/iban.ts";
import { dayStart } from "../../../core/time.ts";
import { Page } from "../../../web/page.tsx";
import { ButtonLink, Submit } from "../../../web/parts/button.tsx";
import { Day, Moment } from "../../../web/parts/day.tsx";
import { TextField } from "../../../web/parts/field.tsx";
import { Money } from "../../../web/parts/money.tsx";
import { Notice, type NoticeProps } from "../../../web/parts/notice.tsx";
import { PageHead } from "../../../web/parts/page-head.tsx";
import { PostForm } from "../../../web/parts/post-form.tsx";
import { State } from "../../../web/parts/state.tsx";
import { Table } from "../../../web/parts/table.tsx";
import { Unfold } from "../../../web/parts/unfold.tsx";
import type { Viewer } from "../../../web/viewer.ts";
import type { FilePayment, PaymentFile } from "./file-store.ts";
import { FILES } from "./files-page.tsx";

export interface FilePageProps {
  viewer: Viewer;
  file: PaymentFile;
  payments: FilePayment[];
  notice: NoticeProps | null;
}

export function FilePage({ viewer, file, payments, notice }: FilePageProps) {
  const path = `${FILES}/${file.id}`;
  const { currency } = file;
  return (
    <Page title={`File ${file.id}`} viewer={viewer} path={path}>
      <PageHead
        kicker={<a href={FILES}>Payments by file</a>}
        title={`File ${file.id}`}
        lede={
          <>
            Made on <Moment at={file.madeAt} />, to be paid on <Day at={dayStart(file.executeOn)} />{" "}
            from {spacedIban(file.debtorIban)}.
          </>
        }
      >
        <ButtonLink href={`${path}/pain.xml`}>Download pain.001</ButtonLink>
        <ButtonLink href={`${path}/payments.csv`} look="frame">
          Download CSV
        </ButtonLink>
      </PageHead>
      {notice && <Notice {...notice} />}
      <Table
        caption="Payments"
        ledger
        rows={payments}
        keyOf={({ key }) => key}
        columns={[
          { head: "To", cell: ({ name }) => name },
          { head: "Account", cell: ({ iban }) => spacedIban(iban), minor: true },
          { head: "Reference", cell: ({ key }) => key, minor: true },
          { head: "State", cell: PaymentState },
          {
            head: "Amount",
            cell: ({ micros }) => <Money micros={micros} currency={currency} />,
            numeric: true,
          },
        ]}
        under={(payment) => <Mark {...{ payment, path, viewer }} />}
        foot={[
          {
            label: "Together",
            cells: [
              ...["", "", ""],
              <Money key="sum" micros={sum(payments.map((p) => p.micros))} currency={currency} />,
            ],
          },
        ]}
      />
      <Upload path={path} csrf={viewer.csrf} />
    </Page>
  );
}

const STATES: Record<FilePayment["state"], { is: "open" | "done" | "stopped"; word: string }> = {
  waiting: { is: "open", word: "Waiting" },
  filed: { is: "open", word: "With the bank" },
  paid: { is: "done", word: "Paid" },
  returned: { is: "stopped", word: "Returned" },
  refused: { is: "stopped", word: "Refused" },
};

function PaymentState({ state }: FilePayment) {
  const { is, word } = STATES[state];
  return <State is={is}>{word}</State>;
}

interface MarkProps {
  payment: FilePayment;
  path: string;
  viewer: Viewer;
}

/** What was paid may still come back; what came back stays so. */
function Mark({ payment: { key, state, reason }, path, viewer: { csrf } }: MarkProps) {
  if (state === "returned") return reason === "" ? null : <p class="quiet small">{reason}</p>;
  return (
    <Unfold summary={state === "paid" ? "It came back" : "What the bank did"}>
      <div class="stack">
        {state === "filed" && (
          <PostForm action={`${path}/answers`} csrf={csrf} look="bare">
            <input type="hidden" name="key" value={key} />
            <input type="hidden" name="state" value="paid" />
            <Submit look="frame">It is paid</Submit>
          </PostForm>
        )}
        <PostForm action={`${path}/answers`} csrf={csrf}>
          <input type="hidden" name="key" value={key} />
          <input type="hidden" name="state" value="returned" />
          <TextField
            name="reason"
            id={`reason-${key}`}
            label="Why it came back"
            optional
            maxLength={200}
          />
          <Submit look="frame">It came back</Submit>
        </PostForm>
      </div>
    </Unfold>
  );
}

function Upload({ path, csrf }: { path: string; csrf: string | undefined }) {
  return (
    <section class="rule">
      <h2>All at once</h2>
      <p>
        A table with the head <code>end_to_end_id,state,reason</code>, where each state is{" "}
        <code>paid</code> or <code>returned</code>. It is taken whole or not at all.
      </p>
      <PostForm action={`${path}/uploads`} csrf={csrf} files>
        <TextField name="answers" type="file" label="CSV file" accept=".csv,text/csv" />
        <Submit look="frame">Upload</Submit>
      </PostForm>
    </section>
  );
}
