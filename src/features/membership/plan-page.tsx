/** Another plan: what each would mean today, before it is chosen. */
import type { Change } from "../../core/membership/plan-change.ts";
import { type Day as DayText, dayAfter, dayStart } from "../../core/time.ts";
import type { Typed } from "../../web/form.ts";
import { Page } from "../../web/page.tsx";
import { Submit } from "../../web/parts/button.tsx";
import { RadioGroup } from "../../web/parts/choice.tsx";
import { Day } from "../../web/parts/day.tsx";
import { money } from "../../web/parts/money.tsx";
import { Notice, type NoticeProps } from "../../web/parts/notice.tsx";
import { PageHead } from "../../web/parts/page-head.tsx";
import { PLACES } from "../../web/parts/places.ts";
import { PostForm } from "../../web/parts/post-form.tsx";
import type { Viewer } from "../../web/viewer.ts";
import { priceInWords } from "./price.ts";
import type { Plan } from "./store.ts";
import { dayInWords } from "./words.ts";

export const PLAN = "/membership/plan";

export interface PlanPageProps {
  viewer: Viewer;
  present: Plan;
  /** What was chosen for the next paid days. */
  next: Plan | null;
  paidUntil: DayText;
  choices: readonly { plan: Plan; change: Change }[];
  typed: Typed;
  notice: NoticeProps | null;
}

export function PlanPage(props: PlanPageProps) {
  const { viewer, present, next, paidUntil, choices, typed, notice } = props;
  const last = dayAfter(paidUntil, -1);
  return (
    <Page title="Another plan" viewer={viewer} path={PLAN}>
      <PageHead
        kicker={<a href={PLACES.membership}>Membership</a>}
        title="Another plan"
        lede={`Your plan is ${present.name}, ${priceInWords(present)}.`}
      />
      <div class="column">
        {notice && <Notice {...notice} />}
        <p>
          It is paid to the end of <Day at={dayStart(last)} />. No day is paid twice: a Friend plan
          begins at once and costs the difference for the days that are left; everything else begins
          when the paid days end.
        </p>
        {next && (
          <p>
            After that day you have chosen {next.name}, {priceInWords(next)}.
          </p>
        )}
        <PostForm action={PLAN} csrf={viewer.csrf}>
          <RadioGroup
            name="plan"
            legend="Plan"
            value={typed.values.plan}
            error={typed.errors.plan}
            choices={[
              ...choices.map(({ plan, change }) => ({
                value: plan.code,
                label: `${plan.name}, ${priceInWords(plan)}`,
                hint: whenInWords(change, last, plan),
              })),
              ...(next
                ? [{ value: present.code, label: `Stay with ${present.name}`, hint: undefined }]
                : []),
            ]}
          />
          <p class="actions">
            <Submit>Take this plan</Submit>
          </p>
        </PostForm>
      </div>
    </Page>
  );
}

function whenInWords(change: Change, last: DayText, { currency }: Plan): string {
  if (change.when === "paid-until")
    return `From the day after ${dayInWords(last)}; nothing is charged now`;
  const due = money({ micros: change.dueMicros, currency });
  return `From today; ${due} now for the days to ${dayInWords(dayAfter(change.to, -1))}`;
}
