/** An application as a case file: what was found, evidence on both sides, the decision at the end. */
import {
  type DecisionRefusal,
  NOTE_CHARS_MAX,
  REFUSAL_REASONS,
} from "../../core/partners/application.ts";
import { yearsOn } from "../../core/partners/checklist.ts";
import { dayOf } from "../../core/time.ts";
import { Page } from "../../web/page.tsx";
import { Submit } from "../../web/parts/button.tsx";
import { CaseFile, type Evidence } from "../../web/parts/case-file.tsx";
import { Checkbox } from "../../web/parts/choice.tsx";
import { Day, duration, Moment } from "../../web/parts/day.tsx";
import { Definitions } from "../../web/parts/definitions.tsx";
import { TextArea } from "../../web/parts/field.tsx";
import { Notice } from "../../web/parts/notice.tsx";
import { PageHead } from "../../web/parts/page-head.tsx";
import { authorUrl } from "../../web/parts/places.ts";
import { PostForm } from "../../web/parts/post-form.tsx";
import type { Viewer } from "../../web/viewer.ts";
import type { Audience } from "./audience-store.ts";
import { countryName } from "./countries.ts";
import { criterionSentence, decisionSentences, reasonSentences } from "./sentences.ts";
import type { Application } from "./store.ts";

export interface ReviewPageProps {
  application: Application;
  audience: Audience;
  viewer: Viewer;
  path: string;
  refusal?: DecisionRefusal | undefined;
  note?: string | undefined;
}

export function ReviewPage(props: ReviewPageProps) {
  const { application, audience, viewer, path, refusal } = props;
  return (
    <Page title={`Application of ${application.name}`} viewer={viewer} path={path}>
      <PageHead
        kicker={<a href="/desk/applications">Applications</a>}
        title={application.name}
        lede={
          <>
            <a href={authorUrl(application.handle)}>@{application.handle}</a> applied to the Partner
            Program on <Day at={application.appliedAt} />.
          </>
        }
      />
      {refusal && (
        <Notice tone="refused" title="Not decided">
          {decisionSentences[refusal]}
        </Notice>
      )}
      <Figures audience={audience} />
      <CaseFile
        finding={<p>{finding(audience)}</p>}
        against={evidenceAgainst(audience)}
        inFavour={evidenceInFavour(application, audience)}
        decision={application.state === "waiting" ? <Decide {...props} /> : <Decided {...props} />}
      />
      <Declared application={application} />
    </Page>
  );
}

function Figures({ audience }: { audience: Audience }) {
  const { followers, followersWhoRead, mutual, medianReturnMinutes, traded } = audience;
  return (
    <Definitions
      look="figures"
      items={[
        { term: "Followers", value: followers },
        {
          term: "Ever read 30 s",
          value: followersWhoRead,
          note: share(followersWhoRead, followers),
        },
        { term: "Traded", value: traded, note: share(traded, followers) },
        { term: "Mutual", value: mutual, note: share(mutual, followers) },
        {
          term: "Returned within",
          value: medianReturnMinutes === null ? "–" : duration(medianReturnMinutes * 60),
          note: "half of the mutual follows",
        },
      ]}
    />
  );
}

function share(part: number, whole: number): string {
  return whole === 0 ? "" : `${Math.round((part / whole) * 100)} %`;
}

/** One sentence of fact; what it means is for the reviewer. */
function finding({ followers, followersWhoRead, mutual }: Audience): string {
  if (followers === 0) return "Nobody follows this author yet.";
  const people = followers === 1 ? "1 person follows" : `${followers} people follow`;
  return `${people} this author. ${followersWhoRead} of them have ever read a story of theirs for half a minute; ${mutual} are followed back.`;
}

function evidenceAgainst(audience: Audience): Evidence[] {
  const { followers, followersWhoRead, mutual, mutualUnread, mutualWithinDay } = audience;
  const found: Evidence[] = [];
  if (audience.traded > 0) {
    found.push({
      fact: `${audience.traded} of ${followers} follows were most likely traded, and do not count.`,
      note: "By what was read before and after, how fast it was returned, and what was offered.",
    });
  }
  if (mutualUnread > 0) {
    found.push({
      fact: `${mutualUnread} of ${mutual} mutual follows are between people who never read each other.`,
    });
  }
  if (mutualWithinDay > 0) {
    found.push({
      fact: `${mutualWithinDay} of ${mutual} were returned within a day.`,
      note: "Fast and mutual alone is no sign of a trade: honest circles look the same, but they read.",
    });
  }
  if (followers > 0 && followersWhoRead * 2 < followers) {
    found.push({ fact: `${followers - followersWhoRead} followers have never read a story here.` });
  }
  if (audience.mostInTwoDays >= 10 && audience.mostInTwoDaysAt) {
    found.push({
      fact: (
        <>
          {audience.mostInTwoDays} followers came within two days, from{" "}
          <Moment at={audience.mostInTwoDaysAt} /> on.
        </>
      ),
    });
  }
  return found;
}

function evidenceInFavour({ joinedAt }: Application, audience: Audience): Evidence[] {
  const found: Evidence[] = [
    {
      fact: (
        <>
          The account is from <Day at={joinedAt} />.
        </>
      ),
    },
  ];
  if (audience.followersWhoRead > 0) {
    found.unshift({ fact: `${audience.followersWhoRead} followers have read their stories.` });
  }
  if (audience.readersOutside > 0) {
    found.unshift({ fact: `${audience.readersOutside} people read them without following.` });
  }
  if (audience.reads > 0) {
    found.unshift({
      fact: `Their stories were read ${audience.reads} times for half a minute or more.`,
    });
  }
  return found;
}

function Decide({ application, viewer, note }: ReviewPageProps) {
  if (application.readerId === viewer.readerId) {
    return <p>This is your own application; another reviewer decides it.</p>;
  }
  return (
    <PostForm action={`/desk/applications/${application.id}/decision`} csrf={viewer.csrf}>
      <fieldset class="field choices">
        <legend>Reasons, if it is refused</legend>
        {REFUSAL_REASONS.map((reason) => (
          <Checkbox
            key={reason}
            name={`reason-${reason}`}
            label={reasonSentences[reason].label}
            hint={reasonSentences[reason].told}
          />
        ))}
      </fieldset>
      <TextArea
        name="note"
        label="A note to the author"
        hint="In your own words. They read it as it is."
        optional
        rows={4}
        maxLength={NOTE_CHARS_MAX}
        value={note}
      />
      <p class="actions">
        <Submit name="accept" value="yes">
          Accept
        </Submit>
        <Submit look="frame" name="accept" value="no">
          Refuse
        </Submit>
      </p>
    </PostForm>
  );
}

function Decided({ application }: ReviewPageProps) {
  const { state, decidedAt, reasons, note, nextTryOn } = application;
  return (
    <>
      <p>
        {state === "accepted" ? "Accepted" : "Refused"}
        {decidedAt && (
          <>
            {" "}
            on <Moment at={decidedAt} />
          </>
        )}
        .{nextTryOn && ` They can try again from ${nextTryOn} on.`}
      </p>
      <ul>
        {reasons.map((reason) => (
          <li key={reason}>{reasonSentences[reason].told}</li>
        ))}
      </ul>
      {note && <blockquote>{note}</blockquote>}
    </>
  );
}

function Declared({ application }: { application: Application }) {
  const { country, bornOn, statement, appliedAt, checklist } = application;
  return (
    <section class="rule">
      <h2>What the author declared</h2>
      <Definitions
        items={[
          { term: "Paid in", value: countryName(country) },
          { term: "Age", value: `${yearsOn(bornOn, dayOf(appliedAt))} years` },
          ...checklist
            .filter(({ criterion }) => criterion !== "age-years" && criterion !== "country-in")
            .map((item) => ({
              term: criterionSentence(item),
              value: item.met ? "Met" : "Not met",
            })),
        ]}
      />
      {statement ? <blockquote>{statement}</blockquote> : <p class="quiet">No statement.</p>}
    </section>
  );
}
