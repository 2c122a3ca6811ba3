/** Where payouts go, on the partner's page: each way this site pays, and why one may not be open. */
import { type RailName, ruleCountry } from "../../../core/payouts/countries.ts";
import { spacedIban } from "../../../core/payouts/iban.ts";
import type { Typed } from "../../../web/form.ts";
import { Submit } from "../../../web/parts/button.tsx";
import { TextField } from "../../../web/parts/field.tsx";
import { PostForm } from "../../../web/parts/post-form.tsx";
import { Unfold } from "../../../web/parts/unfold.tsx";
import { countryName } from "../../partners/countries.ts";
import { countrySentences, railNames } from "../sentences.ts";
import type { PayeeStanding } from "../store.ts";

export const ACCOUNT = "/me/payouts/account";
export const ONBOARDING = "/me/payouts/onboarding";

export interface AccountSectionProps {
  payee: PayeeStanding;
  rails: readonly RailName[];
  csrf: string;
  typed: Typed;
}

export function AccountSection({ payee, rails, csrf, typed }: AccountSectionProps) {
  const { rail, payoutAccount, payoutName, country } = payee;
  return (
    <section class="rule">
      <h2>Where payouts go</h2>
      <p>
        {rail === null || payoutAccount === null ? (
          "You have not told us where payouts go."
        ) : (
          <>
            Payouts go to {rail === "bank-file" ? spacedIban(payoutAccount) : payoutAccount}
            {payoutName ? ` of ${payoutName}` : ""}. <span class="quiet">{railNames[rail]}</span>
          </>
        )}
      </p>
      <p class="quiet">You are paid in {countryName(country)}, as your application says.</p>
      {rails.map((one) => (
        <Unfold key={one} summary={railNames[one]} open={one === openWay(typed, rail, rails)}>
          <Way rail={one} {...{ payee, csrf, typed }} />
        </Unfold>
      ))}
    </section>
  );
}

/** The way that was refused, or is chosen, or the first one. */
function openWay(typed: Typed, rail: RailName | null, rails: readonly RailName[]): string {
  return typed.values.rail ?? rail ?? rails[0] ?? "";
}

type WayProps = Omit<AccountSectionProps, "rails"> & { rail: RailName };

function Way({ rail, payee, csrf, typed }: WayProps) {
  const country = ruleCountry(rail, payee.country);
  if (!country.ok) return <p>{countrySentences[country.refusal]}</p>;
  if (rail === "stripe") return <Stripe csrf={csrf} chosen={payee.rail === "stripe"} />;
  const own = typed.values.rail === rail ? typed : { values: {}, errors: {} };
  const chosen = payee.rail === rail ? payee : null;
  const account = own.values.account ?? chosen?.payoutAccount ?? "";
  const name = own.values.name ?? chosen?.payoutName ?? "";
  return (
    <PostForm action={ACCOUNT} csrf={csrf}>
      <input type="hidden" name="rail" value={rail} />
      {rail === "bank-file" && (
        <TextField
          name="name"
          label="Name of the account’s holder"
          hint="As your bank has it."
          value={name}
          error={own.errors.name}
        />
      )}
      <TextField
        name="account"
        id={`account-${rail}`}
        label={rail === "bank-file" ? "IBAN" : "Account at the test bank"}
        hint={
          rail === "bank-file"
            ? "Yours alone. Once a month we give our bank a file with everybody’s payouts."
            : "It begins with acct_test_ and is yours alone, for example acct_test_kettle."
        }
        value={account}
        error={own.errors.account}
      />
      <Submit look="frame">Save</Submit>
    </PostForm>
  );
}

function Stripe({ csrf, chosen }: { csrf: string; chosen: boolean }) {
  return (
    <>
      <p>
        Stripe asks on its own page who you are and where your bank is. We are told neither your
        account’s number nor your papers.
      </p>
      <PostForm action={ONBOARDING} csrf={csrf} look="bare">
        <Submit look="frame">{chosen ? "See or change it at Stripe" : "Go on to Stripe"}</Submit>
      </PostForm>
    </>
  );
}
