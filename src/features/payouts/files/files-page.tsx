/** Payments by file at the desk: the house's account, what waits for a file, the files. */

import { sum } from "../../../core/money.ts";
import type { Debtor } from "../../../core/payouts/credit-transfer.ts";
import { spacedIban } from "../../../core/payouts/iban.ts";
import type { Typed } from "../../../web/form.ts";
import { Page } from "../../../web/page.tsx";
import { Submit } from "../../../web/parts/button.tsx";
import { Day, Moment } from "../../../web/parts/day.tsx";
import { EmptyState } from "../../../web/parts/empty-state.tsx";
import { TextField } from "../../../web/parts/field.tsx";
import { Money, money } from "../../../web/parts/money.tsx";
import { Notice, type NoticeProps } from "../../../web/parts/notice.tsx";
import { PageHead } from "../../../web/parts/page-head.tsx";
import { PostForm } from "../../../web/parts/post-form.tsx";
import { State } from "../../../web/parts/state.tsx";
import { Table } from "../../../web/parts/table.tsx";
import { Unfold } from "../../../web/parts/unfold.tsx";
import type { Viewer } from "../../../web/viewer.ts";
import type { FilePayment, FileSummary } from "./file-store.ts";

export const FILES = "/desk/payouts/files";

export interface FilesPageProps {
  viewer: Viewer;
  debtor: Debtor | null;
  waiting: FilePayment[];
  files: FileSummary[];
  typed: Typed;
  notice: NoticeProps | null;
}

export function FilesPage({ viewer, debtor, waiting, files, typed, notice }: FilesPageProps) {
  return (
    <Page title="Payments by file" viewer={viewer} path={FILES}>
      <PageHead
        kicker={<a href="/desk/payouts">Payouts</a>}
        title="Payments by file"
        lede="Partners who are paid by bank transfer wait here until you give your bank a file with their payments."
      />
      {notice && <Notice {...notice} />}
      <Waiting {...{ viewer, waiting, debtor }} />
      {files.length > 0 && <Files files={files} />}
      <Unfold
        summary={debtor ? `From ${spacedIban(debtor.iban)}` : "From which account the bank pays"}
        open={debtor === null || Object.keys(typed.errors).length > 0}
      >
        <DebtorForm {...{ viewer, debtor, typed }} />
      </Unfold>
    </Page>
  );
}

function Waiting({
  viewer,
  waiting,
  debtor,
}: Pick<FilesPageProps, "viewer" | "waiting" | "debtor">) {
  if (waiting.length === 0) {
    return <EmptyState>Payments will be here once somebody is paid by bank transfer.</EmptyState>;
  }
  const currency = waiting[0]?.currency ?? "USD";
  const total = sum(waiting.map(({ micros }) => micros));
  return (
    <section>
      <Table
        caption="Waiting for a file"
        ledger
        rows={waiting}
        keyOf={({ key }) => key}
        columns={[
          { head: "To", cell: ({ name }) => name },
          { head: "Account", cell: ({ iban }) => spacedIban(iban), minor: true },
          { head: "Asked", cell: ({ askedAt }) => <Day at={askedAt} />, minor: true },
          {
            head: "Amount",
            cell: ({ micros, currency }) => <Money micros={micros} currency={currency} />,
            numeric: true,
          },
        ]}
        under={({ key }) => (
          <Unfold summary="Do not pay it">
            <p>The amount is payable again, and the partner is told that the account is wrong.</p>
            <PostForm action={`${FILES}/refusals`} csrf={viewer.csrf} look="bare">
              <input type="hidden" name="key" value={key} />
              <Submit look="frame">Refuse this payment</Submit>
            </PostForm>
          </Unfold>
        )}
        foot={[
          {
            label: "Together",
            cells: ["", "", <Money key="sum" micros={total} currency={currency} />],
          },
        ]}
      />
      {debtor && (
        <PostForm action={FILES} csrf={viewer.csrf} look="bare">
          <Submit>Make a file of {money({ micros: total, currency })}</Submit>
        </PostForm>
      )}
    </section>
  );
}

function Files({ files }: { files: FileSummary[] }) {
  return (
    <Table
      caption="Files"
      rows={files}
      keyOf={({ id }) => id}
      columns={[
        { head: "Made", cell: ({ id, madeAt }) => <FileLink {...{ id, madeAt }} /> },
        {
          head: "State",
          cell: ({ open, payments }) => (
            <State is={open > 0 ? "open" : "done"}>
              {open > 0 ? `${open} of ${payments} without an answer` : "Answered"}
            </State>
          ),
        },
        { head: "Payments", cell: ({ payments }) => payments, numeric: true, minor: true },
        {
          head: "Amount",
          cell: ({ micros, currency }) => <Money micros={micros} currency={currency} />,
          numeric: true,
        },
      ]}
    />
  );
}

function FileLink({ id, madeAt }: { id: number; madeAt: Date }) {
  return (
    <a href={`${FILES}/${id}`}>
      <Moment at={madeAt} />
    </a>
  );
}

function DebtorForm({
  viewer,
  debtor,
  typed,
}: Pick<FilesPageProps, "viewer" | "debtor" | "typed">) {
  const { values, errors } = typed;
  return (
    <PostForm action={`${FILES}/debtor`} csrf={viewer.csrf}>
      <TextField
        name="name"
        label="Name of the account’s holder"
        value={values.name ?? debtor?.name ?? ""}
        error={errors.name}
      />
      <TextField
        name="iban"
        label="IBAN"
        value={values.iban ?? (debtor ? spacedIban(debtor.iban) : "")}
        error={errors.iban}
      />
      <TextField
        name="bic"
        label="BIC"
        optional
        value={values.bic ?? debtor?.bic ?? ""}
        error={errors.bic}
      />
      <Submit look="frame">Save</Submit>
    </PostForm>
  );
}
