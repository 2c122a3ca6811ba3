/** Plans at the desk: the currency, the prices, trials, and who bears what was paid out already. */
import { formatExact } from "../../../core/money.ts";
import type { Typed } from "../../../web/form.ts";
import { Page } from "../../../web/page.tsx";
import { Submit } from "../../../web/parts/button.tsx";
import { RadioGroup } from "../../../web/parts/choice.tsx";
import { TextField } from "../../../web/parts/field.tsx";
import { Notice, type NoticeProps } from "../../../web/parts/notice.tsx";
import { PageHead } from "../../../web/parts/page-head.tsx";
import { PLACES } from "../../../web/parts/places.ts";
import { PostForm } from "../../../web/parts/post-form.tsx";
import type { Viewer } from "../../../web/viewer.ts";
import type { DuesSetting } from "../setting-store.ts";
import type { Plan } from "../store.ts";
import { DESK_PLANS, DuesTabs } from "./desk-tabs.tsx";

export interface PlansPageProps {
  viewer: Viewer;
  plans: readonly Plan[];
  setting: DuesSetting;
  typed: Typed;
  notice: NoticeProps | null;
}

export function PlansPage({ viewer, plans, setting, typed, notice }: PlansPageProps) {
  const { values, errors } = typed;
  const field = (name: string, value: string) => ({
    ...{ name, value: values[name] ?? value },
    error: errors[name],
  });
  return (
    <Page title="Plans" viewer={viewer} path={DESK_PLANS}>
      <PageHead
        kicker={<a href={PLACES.desk}>Desk</a>}
        title="Plans"
        lede="A new price is for whoever joins or changes from now on. Members keep the price they joined at."
      />
      <DuesTabs viewer={viewer} current={DESK_PLANS} />
      {notice && <Notice {...notice} />}
      <PostForm action={DESK_PLANS} csrf={viewer.csrf}>
        <TextField
          {...field("currency", setting.currency)}
          label="Currency"
          hint="Three letters, such as EUR. It stays once somebody was charged."
          maxLength={3}
        />
        {plans.map((plan) => (
          <TextField
            key={plan.code}
            {...field(plan.code, plain(plan))}
            label={`${plan.name}: price`}
            inputMode="decimal"
          />
        ))}
        <TextField
          {...field("trial", String(setting.trialDays))}
          label="Days to try"
          hint="Once for a new reader, without a card; 0 for none, 90 at most"
          inputMode="numeric"
        />
        <RadioGroup
          name="shortfall"
          legend="When a charge goes back whose share was paid out already"
          value={values.shortfall ?? setting.shortfall}
          error={errors.shortfall}
          choices={[
            {
              value: "partner-owes",
              label: "The partner owes it",
              hint: "It is made good from later shares and never asked for otherwise",
            },
            { value: "platform-bears", label: "The site bears it" },
          ]}
        />
        <p class="actions">
          <Submit>Save</Submit>
        </p>
      </PostForm>
    </Page>
  );
}

/** "5", "4.5": as it would be typed. */
function plain({ priceMicros }: Plan): string {
  return formatExact(priceMicros)
    .replaceAll(",", "")
    .replace(/\.?0+$/, "");
}
