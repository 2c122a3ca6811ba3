/** One partner's payouts at the desk: what is owed, what waits, what is withheld and why. */

import type { Micros } from "../../../core/money.ts";
import { dayStart } from "../../../core/time.ts";
import type { Typed } from "../../../web/form.ts";
import { Page } from "../../../web/page.tsx";
import { Submit } from "../../../web/parts/button.tsx";
import { Day } from "../../../web/parts/day.tsx";
import { Definitions } from "../../../web/parts/definitions.tsx";
import { SelectField, TextField } from "../../../web/parts/field.tsx";
import { Money } from "../../../web/parts/money.tsx";
import { PageHead } from "../../../web/parts/page-head.tsx";
import { PostForm } from "../../../web/parts/post-form.tsx";
import { Table } from "../../../web/parts/table.tsx";
import type { Viewer } from "../../../web/viewer.ts";
import type { OwnHold } from "../../earnings/holds/hold-store.ts";
import { COUNTRIES, countryName } from "../../partners/countries.ts";
import { PayoutState } from "../payout-state.tsx";
import { failureSentence, railNames } from "../sentences.ts";
import type { PayeeStanding, Payout } from "../store.ts";
import type { Withholding } from "./withholding-store.ts";

export interface PartnerDeskPageProps {
  viewer: Viewer;
  person: { handle: string; name: string };
  payee: PayeeStanding;
  holds: OwnHold[];
  asleepMicros: Micros;
  payouts: Payout[];
  withholdings: Withholding[];
  typed: Typed;
}

export function PartnerDeskPage(props: PartnerDeskPageProps) {
  const { viewer, person, payee, holds, asleepMicros, payouts } = props;
  const { currency } = payee;
  const path = `/desk/payouts/partners/${person.handle}`;
  const way = payee.rail ? `${railNames[payee.rail]}, ${payee.payoutAccount}` : "not chosen";
  return (
    <Page title={`Payouts of ${person.name}`} viewer={viewer} path={path}>
      <PageHead
        kicker={<a href="/desk/payouts">Payouts</a>}
        title={person.name}
        lede={`Paid in ${countryName(payee.country)}. Where payouts go: ${way}.`}
      />
      <Definitions
        look="figures"
        items={[
          {
            term: "Payable",
            value: <Money micros={payee.payableMicros} currency={currency} exact />,
          },
          {
            term: "Owed to us",
            value: <Money micros={payee.owedMicros} currency={currency} exact />,
          },
          { term: "Asleep", value: <Money micros={asleepMicros} currency={currency} exact /> },
        ]}
      />
      {holds.length > 0 && (
        <Table
          caption="Waits"
          ledger
          rows={holds}
          keyOf={({ month, untilOn }) => `${month} ${untilOn}`}
          columns={[
            { head: "Until", cell: ({ untilOn }) => <Day at={dayStart(untilOn)} /> },
            { head: "Earned in", cell: ({ month }) => month, minor: true },
            {
              head: "Amount",
              cell: (hold) => <Money micros={hold.micros} currency={currency} exact />,
              numeric: true,
            },
          ]}
        />
      )}
      <Table
        caption="Payouts"
        rows={payouts}
        keyOf={({ payoutId }) => payoutId}
        empty="None yet."
        columns={[
          { head: "Asked", cell: ({ askedAt }) => <Day at={askedAt} /> },
          { head: "State", cell: PayoutState },
          { head: "At the bank", cell: ({ paidRef, bankRef }) => paidRef ?? bankRef, minor: true },
          {
            head: "Withheld",
            cell: (payout) => <Money micros={payout.withheldMicros} currency={payout.currency} />,
            numeric: true,
            minor: true,
          },
          {
            head: "Amount",
            cell: ({ micros, currency }) => <Money micros={micros} currency={currency} />,
            numeric: true,
          },
        ]}
        under={({ failure }) =>
          failure === null ? null : <p class="quiet small">{failureSentence(failure)}</p>
        }
      />
      <Taxes {...props} />
    </Page>
  );
}

function Taxes({ viewer, person, payee, withholdings, typed }: PartnerDeskPageProps) {
  const { values, errors } = typed;
  return (
    <section class="rule">
      <h2>Withholding</h2>
      <Table
        caption="What is kept back"
        captionHidden
        rows={withholdings}
        keyOf={({ id }) => id}
        empty="Nothing is kept back."
        columns={[
          { head: "Form", cell: ({ form, formRef }) => `${form} (${formRef})` },
          { head: "For", cell: ({ authority }) => countryName(authority), minor: true },
          { head: "From", cell: ({ recordedAt }) => <Day at={recordedAt} />, minor: true },
          { head: "To", cell: ({ endedAt }) => (endedAt ? <Day at={endedAt} /> : "in force") },
          { head: "Rate", cell: ({ rateBps }) => `${rateBps / 100} %`, numeric: true },
        ]}
      />
      <PostForm action={`/desk/payouts/partners/${person.handle}/withholding`} csrf={viewer.csrf}>
        <TextField
          name="form"
          label="Form"
          hint="Such as W-8BEN. The form itself is kept elsewhere."
          maxLength={40}
          value={values.form}
          error={errors.form}
        />
        <TextField
          name="formRef"
          label="Where to find it"
          maxLength={80}
          value={values.formRef}
          error={errors.formRef}
        />
        <SelectField
          name="authority"
          label="Tax authority of"
          options={COUNTRIES}
          value={values.authority ?? payee.country}
          error={errors.authority}
        />
        <TextField
          name="rate"
          label="Per cent kept back"
          hint="With at most two decimals; 0 when the form frees the partner of it."
          inputMode="decimal"
          value={values.rate}
          error={errors.rate}
        />
        <Submit look="frame">Record it from now on</Submit>
      </PostForm>
    </section>
  );
}
