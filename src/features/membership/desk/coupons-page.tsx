/** Coupons at the desk: those there are, and making one. */
import { PERCENT_OFF_MAX } from "../../../core/membership/discount.ts";
import { dayStart } from "../../../core/time.ts";
import type { Typed } from "../../../web/form.ts";
import { Page } from "../../../web/page.tsx";
import { Submit } from "../../../web/parts/button.tsx";
import { Day } from "../../../web/parts/day.tsx";
import { TextField } from "../../../web/parts/field.tsx";
import { Notice, type NoticeProps } from "../../../web/parts/notice.tsx";
import { PageHead } from "../../../web/parts/page-head.tsx";
import { PLACES } from "../../../web/parts/places.ts";
import { PostForm } from "../../../web/parts/post-form.tsx";
import { State } from "../../../web/parts/state.tsx";
import { Table } from "../../../web/parts/table.tsx";
import type { Viewer } from "../../../web/viewer.ts";
import type { CouponRow } from "../coupons/coupon-store.ts";
import { DESK_COUPONS, DuesTabs } from "./desk-tabs.tsx";

export interface CouponsPageProps {
  viewer: Viewer;
  coupons: readonly CouponRow[];
  typed: Typed;
  notice: NoticeProps | null;
}

export function CouponsPage(props: CouponsPageProps) {
  const { viewer, coupons, notice } = props;
  return (
    <Page title="Coupons" viewer={viewer} path={DESK_COUPONS}>
      <PageHead
        kicker={<a href={PLACES.desk}>Desk</a>}
        title="Coupons"
        lede="Less for the first charges of whoever joins with a code. Writers are paid of what was paid."
      />
      <DuesTabs viewer={viewer} current={DESK_COUPONS} />
      {notice && <Notice {...notice} />}
      {coupons.length > 0 && <CouponTable viewer={viewer} coupons={coupons} />}
      <NewCoupon {...props} />
    </Page>
  );
}

function CouponTable({ viewer, coupons }: Pick<CouponsPageProps, "viewer" | "coupons">) {
  return (
    <Table
      caption="Coupons, the newest first"
      captionHidden
      rows={coupons}
      keyOf={({ couponId }) => couponId}
      columns={[
        { head: "Code", cell: ({ code }) => <span class="numeric">{code}</span> },
        { head: "Less", cell: ({ percentOff }) => `${percentOff}\u00a0%`, numeric: true },
        { head: "Charges", cell: ({ charges }) => charges, numeric: true, minor: true },
        { head: "Used", cell: uses, numeric: true },
        { head: "Last day", cell: LastDay, minor: true },
        { head: "State", cell: (coupon) => <CouponState coupon={coupon} csrf={viewer.csrf} /> },
      ]}
    />
  );
}

function uses({ uses: used, usesMax }: CouponRow): string {
  return usesMax === null ? String(used) : `${used} of ${usesMax}`;
}

function LastDay({ lastDay }: CouponRow) {
  return lastDay === null ? <>–</> : <Day at={dayStart(lastDay)} />;
}

function CouponState({ coupon, csrf }: { coupon: CouponRow; csrf: string }) {
  if (coupon.withdrawnAt) return <State is="stopped">Withdrawn</State>;
  return (
    <PostForm action={`${DESK_COUPONS}/${coupon.couponId}/withdrawal`} csrf={csrf} look="bare">
      <Submit look="text" small>
        Withdraw
      </Submit>
    </PostForm>
  );
}

function NewCoupon({ viewer, typed: { values, errors } }: CouponsPageProps) {
  const field = (name: string) => ({ name, value: values[name], error: errors[name] });
  return (
    <section class="rule">
      <h2>A new coupon</h2>
      <PostForm action={DESK_COUPONS} csrf={viewer.csrf}>
        <TextField
          {...field("code")}
          label="Code"
          hint="Four to 24 letters, digits and dashes"
          maxLength={24}
        />
        <div class="fields">
          <TextField
            {...field("percent")}
            label="Per cent less"
            hint={`1 to ${PERCENT_OFF_MAX}`}
            inputMode="numeric"
          />
          <TextField
            {...field("charges")}
            label="For so many charges"
            hint="1 to 24"
            inputMode="numeric"
          />
        </div>
        <div class="fields">
          <TextField
            {...field("uses")}
            label="For so many readers"
            hint="Empty for any number"
            inputMode="numeric"
            optional
          />
          <TextField {...field("last")} label="Last day" type="date" optional />
        </div>
        <p class="actions">
          <Submit>Make the coupon</Submit>
        </p>
      </PostForm>
    </section>
  );
}
