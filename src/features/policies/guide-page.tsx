/** The guide: the policy in force in plain words, its numbers taken from the policy itself. */
import type { Policy } from "../../core/earnings/policy.ts";
import { formatMicros } from "../../core/money.ts";
import { dayStart } from "../../core/time.ts";
import { Page } from "../../web/page.tsx";
import { Day } from "../../web/parts/day.tsx";
import { Definitions } from "../../web/parts/definitions.tsx";
import { PageHead } from "../../web/parts/page-head.tsx";
import { PLACES } from "../../web/parts/places.ts";
import type { Viewer } from "../../web/viewer.ts";
import { criterionWords } from "./criterion-words.ts";
import type { PolicyVersion } from "./store.ts";
import { WorkedExample } from "./worked-example.tsx";

export interface GuidePageProps {
  version: PolicyVersion;
  /** Whether it holds now; else the page says from when on it does or did. */
  inForce: boolean;
  viewer: Viewer | null;
  path: string;
}

const LEDE =
  "Every number on this page is read from the policy in force, so none can be out of date.";

export function GuidePage({ version, inForce, viewer, path }: GuidePageProps) {
  const { policy } = version;
  const title = inForce ? "How earnings are reckoned" : `The rules of ${version.version}`;
  return (
    <Page title={title} viewer={viewer} path={path}>
      <div class="column stack">
        <PageHead
          title={title}
          kicker={inForce ? undefined : <a href={PLACES.versions}>Versions of the rules</a>}
          lede={inForce ? LEDE : <NotInForce version={version} />}
        />
        <Pools policy={policy} />
        <Reading policy={policy} />
        <Bonuses policy={policy} />
        <WorkedExample policy={policy} />
        <NotPaid policy={policy} />
        <Partners policy={policy} />
        <Fingerprint version={version} />
      </div>
    </Page>
  );
}

function NotInForce({ version }: { version: PolicyVersion }) {
  return (
    <>
      This version is not the one in force. It takes effect, or took effect, on{" "}
      <Day at={dayStart(version.effectiveFrom)} />; <a href={PLACES.guide}>these rules hold now</a>.
    </>
  );
}

function Pools({ policy: { dues } }: { policy: Policy }) {
  const { member, friend } = dues.tiers;
  return (
    <section class="prose lesser">
      <h2>Your dues go to the authors you read</h2>
      <p>
        A member’s dues, after tax and what the bank takes, are earned day by day.{" "}
        {percent(member.poolBps)} of them ({percent(friend.poolBps)} for Friends) is that member’s
        own pool for the month. The pool is divided over the authors that this member read, and over
        nobody else. Nobody’s reading moves anybody else’s dues, so accounts that are bought or
        invented cannot take more than they paid in.
      </p>
      <p>
        A member who read nothing in a month keeps the pool: it waits up to {dues.carryMonths}{" "}
        months for their reading, and then goes to the commons, a fund for grants that are named.
      </p>
    </section>
  );
}

function Reading({ policy: { reading } }: { policy: Policy }) {
  const { daySecondsMin, storyCapBps, storyCapSecondsMin, baseBps, ratioBps } = reading;
  const whole = baseBps + ratioBps;
  return (
    <section class="prose lesser">
      <h2>What counts is the time you give</h2>
      <p>
        A second counts while the page is in front of you and you are there: you scrolled, moved or
        typed within the last 25 seconds. A day with less than {daySecondsMin} seconds on a story
        counts for nothing. A story counts up to {storyCapBps / 10_000} times what it takes to read,
        and always up to {storyCapSecondsMin} seconds, so an open tab is not attention.
      </p>
      <p>
        A second weighs {percent(whole)} when you read a story every day you opened it, and down to{" "}
        {percent(baseBps)} when you mostly opened and left. Only your own days count there: nobody
        can lower a rival’s earnings by opening and leaving.
      </p>
      <p>
        An example: you give one story ten minutes and another five, both read whenever opened.
        Without bonuses, two thirds of your pool go to the first author and one third to the second.
      </p>
    </section>
  );
}

function Bonuses({ policy: { bonus } }: { policy: Policy }) {
  const plus = (bps: number) => `+ ${percent(bps)}`;
  return (
    <section>
      <h2>What adds to an author’s weight with you</h2>
      <Definitions
        items={[
          {
            term: `${bonus.clapsFull} claps or more (fewer in proportion)`,
            value: plus(bonus.clapsBps),
          },
          { term: "A highlight", value: plus(bonus.highlightBps) },
          { term: "A response", value: plus(bonus.responseBps) },
          { term: "Following them for the first time", value: plus(bonus.firstFollowBps) },
          { term: "Having followed them before, as a reader", value: plus(bonus.followerBps) },
          {
            term: `Reading them on ${bonus.repeatDays} days or more`,
            value: plus(bonus.repeatBps),
          },
          { term: "Reading stories under Boost, in proportion", value: plus(bonus.boostBps) },
          { term: "All together at most", value: plus(bonus.bonusBpsMax) },
        ]}
      />
      <p class="quiet">
        A bonus is weight within one member’s pool, never extra money. A follow that was traded adds
        nothing.
      </p>
    </section>
  );
}

function NotPaid({ policy }: { policy: Policy }) {
  return (
    <section class="prose lesser">
      <h2>What is not paid</h2>
      <p>
        Reading one’s own stories, reading by people who are not members, and stories that are open
        to everyone. Each is written down with its reason. Nothing is ever forfeited: a balance
        below {formatMicros(BigInt(policy.partners.payoutMicrosMin))} rolls over, and what a
        reviewer holds is set aside until it is decided.
      </p>
    </section>
  );
}

function Partners({ policy: { partners, noticeDays } }: { policy: Policy }) {
  return (
    <section class="prose lesser">
      <h2>Who is paid</h2>
      <p>
        Partners: authors whom the <a href={PLACES.partner}>Partner Program</a> accepted. Its
        checklist is live on that page. After a refusal, which comes with its reasons, one can try
        again in {partners.retryDays} days. New rules are published at least {noticeDays} days
        before they take effect.
      </p>
      <p>What is asked of an author:</p>
      <ul>
        {partners.eligibility.map((asked) => (
          <li key={asked.criterion}>{criterionWords(asked)}</li>
        ))}
      </ul>
    </section>
  );
}

function Fingerprint({ version }: { version: PolicyVersion }) {
  return (
    <section class="rule">
      <h2>This version</h2>
      <Definitions
        items={[
          { term: "Name", value: version.version },
          { term: "Takes effect", value: <Day at={dayStart(version.effectiveFrom)} /> },
          { term: "Published", value: <Day at={version.publishedAt} /> },
          { term: "SHA-256", value: <code class="small">{version.sha256.toString("hex")}</code> },
        ]}
      />
      <p>
        <a href={`/guide/versions/${version.version}/policy.json`}>The policy as data</a>, from
        which anyone can compute a month again. <a href={PLACES.versions}>All versions</a>.
      </p>
    </section>
  );
}

/** Basis points: `2500` is "25 %". */
function percent(bps: number): string {
  return `${bps / 100} %`;
}
