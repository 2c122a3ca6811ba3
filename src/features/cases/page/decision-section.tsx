/** The decision: the form, the second person, what was decided before, appeals and their answers. */
import {
  DECISIONS,
  needsTwo,
  REASON_CHARS_MAX,
  TWO_PERSONS_MICROS,
} from "../../../core/integrity/cases/decision.ts";
import { Submit } from "../../../web/parts/button.tsx";
import { Checkbox, RadioGroup } from "../../../web/parts/choice.tsx";
import { TextArea } from "../../../web/parts/field.tsx";
import { money } from "../../../web/parts/money.tsx";
import { PostForm } from "../../../web/parts/post-form.tsx";
import { Unfold } from "../../../web/parts/unfold.tsx";
import type { Decided } from "../decision-store.ts";
import { caseUrl } from "../places.ts";
import { count, DECISION_WORDS } from "../words.ts";
import type { CasePageProps } from "./case-page.tsx";
import { AppealToAnswer, DecisionLog, whom } from "./decision-log.tsx";

export function DecisionSection(props: CasePageProps) {
  const { here, file, files, decisions, appeals, viewer } = props;
  const isOwn = file.evidence.accounts.includes(viewer.readerId);
  const isLatest = files[0]?.number === file.number;
  const waiting = decisions.find(({ state }) => state === "waiting");
  const standing = decisions.find(({ state }) => state === "standing");
  const asked = appeals.filter(({ state }) => state === "waiting");
  return (
    <>
      {isOwn && <p>This case is about your own account; somebody else decides it.</p>}
      {!isOwn && here.state === "open" && isLatest && <Decide {...props} />}
      {!isOwn && waiting && <Second {...props} waiting={waiting} />}
      {here.state === "faded" && (
        <p>The evidence faded before anybody decided. Nothing follows from it.</p>
      )}
      {!isOwn &&
        asked.map((appeal) => <AppealToAnswer key={appeal.id} appeal={appeal} viewer={viewer} />)}
      <DecisionLog {...props} />
      {!isOwn && standing && <TakeBack {...props} />}
    </>
  );
}

function Decide({ here, file, people, stake, viewer, typed = {} }: CasePageProps) {
  const { evidence, money: kept } = file;
  const shown = evidence.members.filter(({ inCase }) => inCase);
  const others = evidence.accounts.length - shown.length;
  const isTwo = needsTwo("discount-ties", stake.stakeMicros);
  const sum = money({ micros: TWO_PERSONS_MICROS, currency: kept.currency });
  const wasSent = Object.keys(typed).length > 0;
  return (
    <PostForm action={`${caseUrl(here.id)}/decision`} csrf={viewer.csrf} look="wide">
      <input type="hidden" name="file" value={String(file.number)} />
      <RadioGroup
        name="kind"
        legend="What should follow"
        hint={
          isTwo
            ? `${sum} or more is at stake: a second person must agree, unless you only write.`
            : undefined
        }
        value={typed.kind}
        choices={DECISIONS.map((kind) => ({
          value: kind,
          label: DECISION_WORDS[kind].choose,
          hint: DECISION_WORDS[kind].hint,
        }))}
      />
      {evidence.accounts.length > 1 && (
        <fieldset class="field choices whom">
          <legend>For whom</legend>
          {shown.map(({ id }) => (
            <Checkbox
              key={id}
              name={`account-${id}`}
              label={people.get(id)?.name ?? `Account ${id}`}
              checked={!wasSent || typed[`account-${id}`] === "on"}
            />
          ))}
          {others > 0 && (
            <Checkbox
              name="others"
              label={`The ${count(others)} others`}
              checked={!wasSent || typed.others === "on"}
            />
          )}
        </fieldset>
      )}
      <TextArea
        name="reason"
        label="The reason"
        hint="In your own words. They read it as it is, so name nobody else."
        rows={4}
        maxLength={REASON_CHARS_MAX}
        value={typed.reason}
      />
      <p class="actions">
        <Submit>Decide</Submit>
      </p>
    </PostForm>
  );
}

function Second({ here, waiting, people, viewer }: CasePageProps & { waiting: Decided }) {
  const { kind, concerned, decidedBy, decidedByName, reason } = waiting;
  const isSame = decidedBy === viewer.readerId;
  return (
    <>
      <p>
        {decidedByName} proposes “{DECISION_WORDS[kind].choose}”, for {whom(concerned, people)}.
      </p>
      <blockquote class="serif">{reason}</blockquote>
      {isSame ? (
        <p class="quiet">Somebody else must agree before anything follows.</p>
      ) : (
        <PostForm action={`${caseUrl(here.id)}/second`} csrf={viewer.csrf}>
          <p class="actions">
            <Submit name="agrees" value="yes">
              Agree
            </Submit>
            <Submit look="frame" name="agrees" value="no">
              Do not agree
            </Submit>
          </p>
        </PostForm>
      )}
    </>
  );
}

function TakeBack({ here, viewer }: CasePageProps) {
  return (
    <Unfold summary="Take the decision back">
      <PostForm action={`${caseUrl(here.id)}/reversal`} csrf={viewer.csrf} look="wide">
        <TextArea
          name="reason"
          id="reversal-reason"
          label="Why"
          hint="Whom it concerned is told. The case is open again."
          rows={3}
          maxLength={REASON_CHARS_MAX}
        />
        <p class="actions">
          <Submit look="frame">Take it back</Submit>
        </p>
      </PostForm>
    </Unfold>
  );
}
