/** The form by which a reader becomes a member: plan and card. */
import type { Typed } from "../../web/form.ts";
import { Submit } from "../../web/parts/button.tsx";
import { RadioGroup } from "../../web/parts/choice.tsx";
import { Definitions } from "../../web/parts/definitions.tsx";
import { TextField } from "../../web/parts/field.tsx";
import { PostForm } from "../../web/parts/post-form.tsx";
import { Unfold } from "../../web/parts/unfold.tsx";
import { monthlyPrice, priceInWords } from "./price.ts";
import type { Plan } from "./store.ts";

export interface JoinFormProps {
  plans: readonly Plan[];
  csrf: string;
  /** Where to go on to, a path of this site. */
  to: string;
  isTestBank: boolean;
  /** The card is typed on a page of the bank's. */
  isHosted: boolean;
  typed: Typed;
  /** The handle of who brought the reader here; empty for nobody. */
  from: string;
}

/** What was typed of the card is never sent back. */
export function JoinForm(props: JoinFormProps) {
  const { plans, csrf, to, isTestBank, isHosted, typed, from } = props;
  const { values, errors } = typed;
  return (
    <PostForm action="/membership" csrf={csrf}>
      <input type="hidden" name="to" value={to} />
      {from && <input type="hidden" name="from" value={from} />}
      <PlanChoice {...{ plans, typed }} />
      <TextField
        name="coupon"
        label="Coupon"
        optional
        maxLength={24}
        value={values.coupon}
        error={errors.coupon}
      />
      {!isHosted && <CardFields errors={errors} />}
      {isTestBank && !isHosted && <TestCards />}
      <p class="quiet small">
        You are charged now, and again whenever the paid days end, until you cancel; that can be
        done here at any time. The card stays with the bank: we keep its last four digits.
      </p>
      <p class="actions">
        <Submit>{isHosted ? "Go on to the payment" : "Become a member"}</Submit>
      </p>
    </PostForm>
  );
}

/** The plans on offer; the first is chosen unless another was. */
export function PlanChoice({ plans, typed }: Pick<JoinFormProps, "plans" | "typed">) {
  return (
    <RadioGroup
      name="plan"
      legend="Plan"
      value={typed.values.plan ?? plans[0]?.code}
      error={typed.errors.plan}
      choices={plans.map((plan) => ({
        value: plan.code,
        label: `${plan.name}, ${priceInWords(plan)}`,
        hint: plan.months > 1 ? `${monthlyPrice(plan)} a month` : undefined,
      }))}
    />
  );
}

export function CardFields({ errors }: Pick<Typed, "errors">) {
  return (
    <>
      <TextField
        name="card"
        label="Card number"
        inputMode="numeric"
        autocomplete="cc-number"
        error={errors.card}
      />
      <div class="fields">
        <TextField
          name="expiry"
          label="Good until"
          hint="Month and year"
          autocomplete="cc-exp"
          error={errors.expiry}
        />
        <TextField
          name="cvc"
          label="Security code"
          hint="Three digits"
          inputMode="numeric"
          autocomplete="cc-csc"
          error={errors.cvc}
        />
      </div>
    </>
  );
}

/** The test bank's cards that show what can happen; `test-cards.ts` of the bank decides. */
export const TEST_CARDS = [
  { term: "Charged", value: "4242 4242 4242 4242" },
  { term: "Declined", value: "4000 0000 0000 0002" },
  { term: "Too little on it", value: "4000 0000 0000 9995" },
  { term: "Answers late", value: "4000 0000 0000 0341" },
  { term: "Fails to renew", value: "4000 0000 0000 9987" },
];

export function TestCards() {
  return (
    <Unfold summary="This site has a test bank: cards to try" open>
      <div class="stack">
        <p>No money moves. Any month to come and any three digits go with these numbers.</p>
        <Definitions items={TEST_CARDS} />
      </div>
    </Unfold>
  );
}
