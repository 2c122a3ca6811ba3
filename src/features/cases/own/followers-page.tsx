/** An author's own followers: what counts of them, what does not and why, how it mends, what was decided. */

import type { DecisionId } from "../../../core/ids.ts";
import {
  APPEAL_CHARS_MAX,
  type AppealRefusal,
  isAppealable,
} from "../../../core/integrity/cases/decision.ts";
import { Page } from "../../../web/page.tsx";
import { Submit } from "../../../web/parts/button.tsx";
import { Day } from "../../../web/parts/day.tsx";
import { Definitions } from "../../../web/parts/definitions.tsx";
import { EmptyState } from "../../../web/parts/empty-state.tsx";
import { TextArea } from "../../../web/parts/field.tsx";
import { Notice } from "../../../web/parts/notice.tsx";
import { PageHead } from "../../../web/parts/page-head.tsx";
import { PLACES } from "../../../web/parts/places.ts";
import { PostForm } from "../../../web/parts/post-form.tsx";
import { State } from "../../../web/parts/state.tsx";
import { Table } from "../../../web/parts/table.tsx";
import type { Viewer } from "../../../web/viewer.ts";
import type { TieCounts } from "../../integrity/store.ts";
import type { Appeal } from "../appeal-store.ts";
import type { Decided } from "../decision-store.ts";
import { FOLLOWERS } from "../places.ts";
import { appealSentences } from "../refusals.ts";
import { count, plural } from "../words.ts";
import type { KindCount } from "./followers-store.ts";
import { appealUntil, CONSEQUENCES, KIND_SENTENCES } from "./told.ts";

export interface FollowersPageProps {
  counts: TieCounts;
  kinds: readonly KindCount[];
  /** Of the viewer's own follows, those that look traded. */
  tradedFollows: number;
  decisions: readonly Decided[];
  appeals: readonly Appeal[];
  now: Date;
  viewer: Viewer;
  /** What was sent and not taken. */
  sent?: { decisionId: DecisionId; text: string; refusal: AppealRefusal } | undefined;
}

export function FollowersPage(props: FollowersPageProps) {
  const { counts, viewer, sent } = props;
  const all = counts.earned + counts.unproven + counts.traded;
  return (
    <Page title="Your followers" viewer={viewer} path={FOLLOWERS}>
      <PageHead
        title="Your followers"
        lede="A follower counts here once they have read you. Nobody has to do anything for that but read."
      />
      {sent && (
        <Notice tone="refused" title="Not sent">
          {appealSentences[sent.refusal]}
        </Notice>
      )}
      <Decisions {...props} />
      {all === 0 ? (
        <EmptyState begin={{ href: PLACES.stories, label: "Your stories" }}>
          Your followers will be here, with how many of them read you. They come with what you
          write.
        </EmptyState>
      ) : (
        <>
          <Figures counts={counts} />
          <WhatDoesNotCount {...props} />
        </>
      )}
      <Recover {...props} />
    </Page>
  );
}

function Figures({ counts: { earned, unproven, traded } }: { counts: TieCounts }) {
  return (
    <Definitions
      look="figures"
      items={[
        { term: "Earned", value: count(earned), note: "they have read you" },
        { term: "Unproven", value: count(unproven), note: "too early to say" },
        { term: "Traded", value: count(traded), note: "followed for a follow, and not read" },
      ]}
    />
  );
}

function WhatDoesNotCount({ counts, kinds }: FollowersPageProps) {
  if (counts.traded === 0)
    return (
      <p class="column">
        None of your followers looks traded. The earned ones count for the Partner Program, for
        bonuses and for how widely you are shown; the unproven ones count as soon as they read.
      </p>
    );
  return (
    <section class="column">
      <h2>What does not count</h2>
      <p>
        These followers do not count for the Partner Program, for bonuses or for how widely you are
        shown. Who they are we do not say: it is the kind of tie that matters, and no person.
      </p>
      <Table
        caption="Kinds of tie that do not count"
        captionHidden
        rows={kinds}
        keyOf={({ kind }) => kind}
        columns={[
          { head: "Kind", cell: ({ kind }) => KIND_SENTENCES[kind] },
          { head: "Followers", cell: ({ count: followers }) => count(followers), numeric: true },
        ]}
      />
    </section>
  );
}

/** Said whether or not there is anything to mend, so that nobody is surprised later. */
function Recover({ counts, tradedFollows }: FollowersPageProps) {
  return (
    <section class="column">
      <h2>How it mends</h2>
      <ul class="facts">
        <li>
          <strong>By reading.</strong> Each story that a follower reads to its end speaks for the
          tie from the next night on, more than anything else does.
        </li>
        <li>
          <strong>By itself.</strong> What was done to trade, such as follows returned within hours,
          many at once, offers, begins to fade after 30 days without more of it, and weighs half as
          much every 90 days. That nothing is read does not fade.
        </li>
        <li>
          <strong>On your side.</strong>{" "}
          {tradedFollows > 0
            ? `${plural(tradedFollows, "of your own follows looks", "of your own follows look")} traded too. Read them or let them go: each new trade makes the waiting begin again.`
            : "Each new trade makes the waiting begin again. An offer need not be answered."}
        </li>
      </ul>
      {counts.unproven > 0 && (
        <p class="quiet">
          Unproven ties are no fault: these people had little occasion to read you yet.
        </p>
      )}
    </section>
  );
}

function Decisions({ decisions, ...props }: FollowersPageProps) {
  const shown = decisions.filter(({ state, kind }) => state === "standing" && isAppealable(kind));
  return (
    <>
      {shown.map((decision) => (
        <Decision key={decision.id} decision={decision} {...props} />
      ))}
    </>
  );
}

type DecisionProps = Omit<FollowersPageProps, "decisions"> & { decision: Decided };

function Decision({ decision, ...props }: DecisionProps) {
  const { kind, reason, standsSince, endsAt } = decision;
  return (
    <section class="column case-decided" id={`decision-${decision.id}`}>
      <h2>A decision about your account</h2>
      <p>{CONSEQUENCES[kind]}</p>
      <p class="quiet">
        {standsSince && (
          <>
            Since <Day at={standsSince} />
          </>
        )}
        {endsAt && (
          <>
            , until <Day at={endsAt} /> at the latest
          </>
        )}
        {decision.secondedBy && ", agreed to by two people"}. The reason:
      </p>
      <blockquote class="serif">{reason}</blockquote>
      <AppealPart decision={decision} {...props} />
    </section>
  );
}

function AppealPart({ decision, appeals, now, viewer, sent }: DecisionProps) {
  const own = appeals.find(({ decisionId }) => decisionId === decision.id);
  if (own) return <OwnAppeal appeal={own} />;
  const until = appealUntil(decision);
  if (!until || now > until) return <p class="quiet">The time for an appeal is over.</p>;
  return (
    <PostForm action="/me/appeals" csrf={viewer.csrf} look="wide">
      <input type="hidden" name="decision" value={String(decision.id)} />
      <TextArea
        name="text"
        id={`appeal-${decision.id}`}
        label="Appeal"
        hint={
          <>
            Tell us what we got wrong: a class that reads on paper, a newsroom, a family. Until{" "}
            <Day at={until} />; somebody else answers within 14 days, or the decision ends.
          </>
        }
        rows={5}
        maxLength={APPEAL_CHARS_MAX}
        value={sent?.decisionId === decision.id ? sent.text : undefined}
        error={sent?.decisionId === decision.id ? appealSentences[sent.refusal] : undefined}
      />
      <p class="actions">
        <Submit>Send the appeal</Submit>
      </p>
    </PostForm>
  );
}

function OwnAppeal({ appeal: { state, filedAt, answerBy, answer } }: { appeal: Appeal }) {
  if (state === "waiting")
    return (
      <p>
        <State is="open">Your appeal is with somebody else</State> since <Day at={filedAt} />. You
        have an answer by <Day at={answerBy} />, or the decision ends for you.
      </p>
    );
  return (
    <p>
      {state === "refused"
        ? "Your appeal was read by somebody who had no part in the decision. It stands."
        : "Your appeal was granted: the decision stands no more for you."}
      {answer && <> The answer: {answer}</>}
    </p>
  );
}
