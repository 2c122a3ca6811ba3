/** What becomes of dues, in plain words, with the numbers of the policy in force. */
import { PLACES } from "../../web/parts/places.ts";
import { percent } from "./price.ts";
import type { Offer } from "./standing.ts";

export function DuesTerms({ plans, dues }: Offer) {
  const { member, friend } = dues.tiers;
  const hasFriends = plans.some(({ tier }) => tier === "friend");
  return (
    <section>
      <h2 class="label">What your dues do</h2>
      <p>
        The bank takes its fee and reports it; you see it on every charge. Of the rest,{" "}
        {percent(member.poolBps)} goes to the writers you read
        {hasFriends && `, on a Friend plan ${percent(friend.poolBps)}`}, and what is left keeps the
        site running.
      </p>
      <p>
        The writers’ part is divided each month by the time you gave their members’ stories. Nobody
        else’s reading moves your money.
      </p>
      <p>{unread(dues.carryMonths)}</p>
      <p>
        <a href={PLACES.guide}>The whole rule, with worked sums</a>
      </p>
    </section>
  );
}

function unread(months: number): string {
  const fund = "a fund for grants to writers";
  if (months === 0) return `In a month without reading the writers’ part goes to ${fund}.`;
  const wait = months === 1 ? "one more month" : `up to ${months} months`;
  return `In a month without reading the writers’ part waits for you, ${wait}, and then goes to ${fund}.`;
}
