/** What is said on the membership page after something was done; only if it is so. */
import { z } from "zod";
import { dayAfter, dayStart } from "../../core/time.ts";
import { Day } from "../../web/parts/day.tsx";
import { money } from "../../web/parts/money.tsx";
import type { NoticeProps } from "../../web/parts/notice.tsx";
import type { Standing } from "./standing.ts";

const Query = z.object({ done: z.string().optional() }).catch({});

export function doneNotice(query: unknown, standing: Standing): NoticeProps | null {
  const { done } = Query.parse(query);
  const { membership, charges } = standing;
  if (done === "refunded") return refundedNotice(charges);
  if (!membership) return null;
  const lastDay = <Day at={dayStart(dayAfter(membership.paidUntil, -1))} />;
  if (done === "joined") {
    return { title: "You are a member", children: "Every story here is open to you now." };
  }
  if (done === "trial" && membership.origin === "trial") {
    return { title: "Your trial has begun", children: <>It runs to the end of {lastDay}.</> };
  }
  if (done === "redeemed") {
    return { title: "Redeemed", children: <>You are a member to the end of {lastDay}.</> };
  }
  if (done === "changed") {
    const { plan, nextPlan } = membership;
    return {
      title: "Your plan is changed",
      children: nextPlan ? (
        <>
          {nextPlan.name} begins after {lastDay}.
        </>
      ) : (
        `You have ${plan.name} now.`
      ),
    };
  }
  if (done === "cancelled" && membership.cancelledAt) {
    return { title: "Cancelled", children: <>You stay a member to the end of {lastDay}.</> };
  }
  if (done === "resumed" && !membership.cancelledAt) {
    return { title: "Your membership goes on", children: <>It renews on {lastDay}.</> };
  }
  return null;
}

function refundedNotice(charges: Standing["charges"]): NoticeProps | null {
  const refunded = charges.find(({ refundState }) => refundState === "paid");
  if (!refunded) return null;
  const { refundMicros, currency } = refunded;
  const back = money({ micros: refundMicros ?? 0n, currency });
  return {
    title: `${back} is on its way back to your card`,
    children: "Thank you for having been a member. You can come back at any time.",
  };
}
