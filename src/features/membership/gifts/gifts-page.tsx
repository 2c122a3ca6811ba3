/** Gifts: pay for somebody else's membership, or redeem the code of one. */
import type { Typed } from "../../../web/form.ts";
import { Page } from "../../../web/page.tsx";
import { Submit } from "../../../web/parts/button.tsx";
import { Day } from "../../../web/parts/day.tsx";
import { TextField } from "../../../web/parts/field.tsx";
import { Money } from "../../../web/parts/money.tsx";
import { Notice, type NoticeProps } from "../../../web/parts/notice.tsx";
import { PageHead } from "../../../web/parts/page-head.tsx";
import { PLACES } from "../../../web/parts/places.ts";
import { PostForm } from "../../../web/parts/post-form.tsx";
import { State } from "../../../web/parts/state.tsx";
import { Table } from "../../../web/parts/table.tsx";
import type { Viewer } from "../../../web/viewer.ts";
import { CardFields, PlanChoice, TestCards } from "../join-form.tsx";
import type { Plan } from "../store.ts";
import type { Gift } from "./gift-store.ts";

export const GIFTS = "/membership/gifts";

export interface GiftsPageProps {
  viewer: Viewer;
  plans: readonly Plan[];
  gifts: readonly Gift[];
  isTestBank: boolean;
  /** Cards are typed on pages of the bank's, which sells no gifts. */
  isHosted: boolean;
  typed: Typed;
  notice: NoticeProps | null;
}

export function GiftsPage(props: GiftsPageProps) {
  const { viewer, gifts, typed, notice, isHosted } = props;
  return (
    <Page title="Gifts" viewer={viewer} path={GIFTS}>
      <PageHead
        kicker={<a href={PLACES.membership}>Membership</a>}
        title="Gifts"
        lede="Pay for somebody’s membership. Writers are paid from it by what they read, as from any other."
      />
      <div class="column">
        {notice && <Notice {...notice} />}
        {gifts.length > 0 && <Given gifts={gifts} />}
        {!isHosted && <Buy {...props} />}
        <section class="rule">
          <h2>Redeem a gift</h2>
          <PostForm action={`${GIFTS}/redemption`} csrf={viewer.csrf}>
            <TextField
              name="code"
              label="Code"
              hint="Sixteen letters and digits, such as K7QM-2RXP-9DVB-HT4C"
              maxLength={40}
              value={typed.values.code}
              error={typed.errors.code}
            />
            <p class="actions">
              <Submit look="frame">Redeem it</Submit>
            </p>
          </PostForm>
        </section>
      </div>
    </Page>
  );
}

function Buy({ viewer, plans, typed, isTestBank }: GiftsPageProps) {
  return (
    <section class="rule">
      <h2>Give a membership</h2>
      <PostForm action={GIFTS} csrf={viewer.csrf}>
        <PlanChoice {...{ plans, typed }} />
        <CardFields errors={typed.errors} />
        {isTestBank && <TestCards />}
        <p class="quiet small">
          You are charged once, now. You get a code to give away; its days begin when somebody
          redeems it, and it does not renew.
        </p>
        <p class="actions">
          <Submit>Buy the gift</Submit>
        </p>
      </PostForm>
    </section>
  );
}

function Given({ gifts }: { gifts: readonly Gift[] }) {
  return (
    <Table
      caption="Gifts that you bought"
      rows={gifts}
      keyOf={({ giftId }) => giftId}
      columns={[
        { head: "Code", cell: ({ code }) => <span class="numeric">{code}</span> },
        { head: "Plan", cell: ({ planName }) => planName },
        { head: "Bought", cell: ({ boughtAt }) => <Day at={boughtAt} />, minor: true },
        { head: "State", cell: GiftState },
        {
          head: "Paid",
          cell: ({ cashMicros, currency }) => <Money micros={cashMicros} currency={currency} />,
          numeric: true,
        },
      ]}
    />
  );
}

function GiftState({ redeemedAt, voidAt, isDisputed }: Gift) {
  if (voidAt) return <State is="stopped">Given back</State>;
  if (isDisputed) return <State is="stopped">Disputed</State>;
  return redeemedAt ? <State is="done">Redeemed</State> : <State is="open">To give away</State>;
}
