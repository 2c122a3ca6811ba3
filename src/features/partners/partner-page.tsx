/** The Partner Program as its author meets it: the live checklist, the application, what came of it. */
import { type ApplicationRefusal, STATEMENT_CHARS_MAX } from "../../core/partners/application.ts";
import type { ChecklistItem } from "../../core/partners/checklist.ts";
import type { Typed } from "../../web/form.ts";
import { Page } from "../../web/page.tsx";
import { ButtonLink, Submit } from "../../web/parts/button.tsx";
import { Day } from "../../web/parts/day.tsx";
import { SelectField, TextArea, TextField } from "../../web/parts/field.tsx";
import { Notice } from "../../web/parts/notice.tsx";
import { PageHead } from "../../web/parts/page-head.tsx";
import { PLACES } from "../../web/parts/places.ts";
import { PostForm } from "../../web/parts/post-form.tsx";
import { State } from "../../web/parts/state.tsx";
import type { Viewer } from "../../web/viewer.ts";
import { COUNTRIES } from "./countries.ts";
import {
  applicationSentences,
  criterionSentence,
  reasonSentences,
  standingSentence,
} from "./sentences.ts";
import type { Application, Partner } from "./store.ts";

export interface PartnerPageProps {
  viewer: Viewer;
  path: string;
  isPartner: boolean;
  isWaiting: boolean;
  nextTryOn: string | null;
  checklist: readonly ChecklistItem[];
  last: Application | null;
  partner: Partner | null;
  /** True once the waiting after a refusal is over. */
  mayTry: boolean;
  refusal?: ApplicationRefusal | undefined;
  typed: Typed;
}

export function PartnerPage(props: PartnerPageProps) {
  const { viewer, path, isPartner, isWaiting, last, refusal } = props;
  return (
    <Page title="Partner Program" viewer={viewer} path={path}>
      <div class="column stack">
        <PageHead
          title="Partner Program"
          lede="Partners’ members-only stories earn from the members who read them, by published rules."
        />
        {refusal && (
          <Notice tone="refused" title="Not sent">
            {applicationSentences[refusal]}
          </Notice>
        )}
        {isPartner ? <Enrolled {...props} /> : <Checklist checklist={props.checklist} />}
        {!isPartner && isWaiting && last && <Waiting application={last} />}
        {!isPartner && last?.state === "refused" && <Refused application={last} />}
        {!isPartner && !isWaiting && <Apply {...props} />}
        <p class="quiet">
          <a href={PLACES.guide}>How earnings are reckoned</a>, and{" "}
          <a href="/me/followers">what counts of your followers</a>
        </p>
      </div>
    </Page>
  );
}

function Checklist({ checklist }: { checklist: readonly ChecklistItem[] }) {
  return (
    <section>
      <h2>What is asked</h2>
      <ul class="checklist">
        {checklist.map((item) => (
          <li key={item.criterion}>
            <State is={item.met === null ? "open" : item.met ? "done" : "stopped"}>
              {item.met === null ? "Asked below" : item.met ? "Met" : "Not yet"}
            </State>
            <p>{criterionSentence(item)}</p>
            <p class="quiet small">{standingSentence(item)}</p>
          </li>
        ))}
      </ul>
    </section>
  );
}

function Waiting({ application }: { application: Application }) {
  return (
    <Notice title="Your application is with a reviewer">
      You sent it on <Day at={application.appliedAt} />. You will get a letter with the decision and
      its reasons.
    </Notice>
  );
}

function Refused({ application }: { application: Application }) {
  return (
    <section class="rule">
      <h2>Your last application</h2>
      <p>
        It was not accepted
        {application.decidedAt && (
          <>
            {" "}
            on <Day at={application.decidedAt} />
          </>
        )}
        , for {application.reasons.length === 1 ? "this reason" : "these reasons"}:
      </p>
      <ul>
        {application.reasons.map((reason) => (
          <li key={reason}>{reasonSentences[reason].told}</li>
        ))}
      </ul>
      {application.note && <blockquote>{application.note}</blockquote>}
      {application.nextTryOn && (
        <p>
          You can apply again from <Day at={new Date(`${application.nextTryOn}T00:00:00Z`)} /> on.
        </p>
      )}
    </section>
  );
}

function Apply({ viewer, checklist, mayTry, typed }: PartnerPageProps) {
  if (!mayTry) return null;
  const unmet = checklist.some(({ met }) => met === false);
  if (unmet)
    return <p class="quiet">The form to apply opens here once every point above is met.</p>;
  const { values, errors } = typed;
  return (
    <section class="rule">
      <h2>Apply</h2>
      <PostForm action="/partner/applications" csrf={viewer.csrf}>
        <SelectField
          name="country"
          label="Country you are paid in"
          options={[{ value: "", label: "Choose" }, ...COUNTRIES]}
          value={values.country}
          error={errors.country}
        />
        <TextField
          name="bornOn"
          type="date"
          label="Date of birth"
          hint="Only reviewers see it."
          value={values.bornOn}
          error={errors.bornOn}
        />
        <TextArea
          name="statement"
          label="What do you write, and for whom?"
          rows={5}
          optional
          maxLength={STATEMENT_CHARS_MAX}
          value={values.statement}
          error={errors.statement}
        />
        <Submit>Send the application</Submit>
      </PostForm>
    </section>
  );
}

function Enrolled({ partner }: PartnerPageProps) {
  return (
    <section>
      <p>
        <State is="done">Partner</State>
        {partner && (
          <>
            {" "}
            since <Day at={partner.since} />
          </>
        )}
      </p>
      <p>
        {partner?.payoutAccount
          ? `Payouts go to ${partner.payoutAccount}.`
          : "You have not told us yet where payouts go."}
      </p>
      <p class="actions">
        <ButtonLink href={PLACES.statements} look="frame">
          Your statements
        </ButtonLink>
        <ButtonLink href="/me/payouts" look="frame">
          {partner?.payoutAccount ? "Your payouts" : "Say where payouts go"}
        </ButtonLink>
      </p>
    </section>
  );
}
