/** What was decided on a case, the newest first, with the appeals; and the form that answers one. */
import { REASON_CHARS_MAX } from "../../../core/integrity/cases/decision.ts";
import { Submit } from "../../../web/parts/button.tsx";
import { Day, Moment } from "../../../web/parts/day.tsx";
import { TextArea } from "../../../web/parts/field.tsx";
import { PostForm } from "../../../web/parts/post-form.tsx";
import { State } from "../../../web/parts/state.tsx";
import type { Viewer } from "../../../web/viewer.ts";
import type { Appeal } from "../appeal-store.ts";
import type { Decided } from "../decision-store.ts";
import { CASES } from "../places.ts";
import type { Known } from "../store.ts";
import { DECISION_WORDS, namesOf } from "../words.ts";
import type { CasePageProps } from "./case-page.tsx";

const STATE_WORDS = {
  waiting: { is: "open", word: "waits for a second person" },
  declined: { is: "stopped", word: "not agreed to" },
  standing: { is: "done", word: "stands" },
  ended: { is: "stopped", word: "stands no more" },
} as const;

/** What waits for a second person is shown above, with its buttons. */
export function DecisionLog({ decisions, appeals, people }: CasePageProps) {
  const shown = decisions.filter(({ state }) => state !== "waiting");
  if (shown.length === 0) return null;
  return (
    <ol class="case-log">
      {shown.map((decision) => (
        <li key={decision.id}>
          <Entry
            people={people}
            decision={decision}
            appeals={appeals.filter(({ decisionId }) => decisionId === decision.id)}
          />
        </li>
      ))}
    </ol>
  );
}

/** Names as far as they fit in a line. */
export function whom(ids: readonly number[], people: ReadonlyMap<number, Known>): string {
  const names = ids.slice(0, 3).map((id) => people.get(id)?.name ?? `account ${id}`);
  return namesOf(names, ids.length);
}

interface EntryProps {
  decision: Decided;
  appeals: readonly Appeal[];
  people: ReadonlyMap<number, Known>;
}

function Entry({ decision, appeals, people }: EntryProps) {
  const { kind, state, reason, decidedByName, decidedAt, secondedByName, concerned } = decision;
  const { is, word } = STATE_WORDS[state];
  return (
    <>
      <p>
        <strong>{DECISION_WORDS[kind].done}</strong>, for {whom(concerned, people)}:{" "}
        <State is={is}>{word}</State>
      </p>
      <p class="quiet small">
        {decidedByName} on <Moment at={decidedAt} />
        {secondedByName &&
          (state === "declined"
            ? `; ${secondedByName} did not agree`
            : `; ${secondedByName} agreed`)}
        {decision.endsAt && state === "standing" && (
          <>
            ; until <Day at={decision.endsAt} />
          </>
        )}
      </p>
      <blockquote>{reason}</blockquote>
      {decision.endedAt && (
        <p>
          Ended on <Day at={decision.endedAt} /> by {decision.endedByName ?? "the clock"}:{" "}
          {decision.endReason}
        </p>
      )}
      {appeals
        .filter(({ state }) => state !== "waiting")
        .map((appeal) => (
          <Answered key={appeal.id} appeal={appeal} />
        ))}
    </>
  );
}

const ANSWERS = {
  granted: "granted",
  refused: "refused",
  lapsed: "not answered in time, and so granted",
} as const;

function Answered({ appeal: { name, text, state, answer, answeredByName } }: { appeal: Appeal }) {
  if (state === "waiting") return null;
  return (
    <>
      <p>
        {name} appealed: <q dir="auto">{text}</q>
      </p>
      <p>
        The appeal was {ANSWERS[state]}
        {answeredByName && ` by ${answeredByName}`}
        {answer && <>: {answer}</>}
      </p>
    </>
  );
}

export function AppealToAnswer({ appeal, viewer }: { appeal: Appeal; viewer: Viewer }) {
  const { id, name, text, filedAt, answerBy } = appeal;
  return (
    <section id={`appeal-${id}`}>
      <h3>{name} appeals</h3>
      <p class="quiet">
        Since <Day at={filedAt} />. Without an answer by <Moment at={answerBy} /> the decision
        stands no more for {name}.
      </p>
      <blockquote class="serif" dir="auto">
        {text}
      </blockquote>
      <PostForm action={`${CASES}/appeals/${id}`} csrf={viewer.csrf} look="wide">
        <TextArea
          name="answer"
          id={`answer-${id}`}
          label={`The answer to ${name}`}
          hint="Somebody answers who had no part in the decision."
          rows={3}
          maxLength={REASON_CHARS_MAX}
        />
        <p class="actions">
          <Submit name="grants" value="yes">
            Grant
          </Submit>
          <Submit look="frame" name="grants" value="no">
            Refuse
          </Submit>
        </p>
      </PostForm>
    </section>
  );
}
