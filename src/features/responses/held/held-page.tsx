/** The held responses, for those who decide: what waits, the longest first, and what was decided lately. */
import {
  type HeldRefusal,
  REASON_CHARS_MAX,
  type Verdict,
} from "../../../core/responses/holding.ts";
import { Page } from "../../../web/page.tsx";
import { Submit } from "../../../web/parts/button.tsx";
import { Moment } from "../../../web/parts/day.tsx";
import { DeskTabs } from "../../../web/parts/desk-tabs.tsx";
import { EmptyState } from "../../../web/parts/empty-state.tsx";
import { TextField } from "../../../web/parts/field.tsx";
import { Notice } from "../../../web/parts/notice.tsx";
import { PageHead } from "../../../web/parts/page-head.tsx";
import { authorUrl } from "../../../web/parts/places.ts";
import { PostForm } from "../../../web/parts/post-form.tsx";
import { State } from "../../../web/parts/state.tsx";
import { Unfold } from "../../../web/parts/unfold.tsx";
import type { Viewer } from "../../../web/viewer.ts";
import { storyUrl } from "../../stories/story-url.ts";
import type { HeldResponse } from "./held-store.ts";

export const HELD = "/desk/responses";

const SENTENCES: Record<HeldRefusal, string> = {
  own: "This is your own response. Somebody else decides on it.",
  withdrawn: "Its author has withdrawn it meanwhile. There is nothing to decide.",
  "decided-meanwhile": "Somebody else has decided on it since you opened this page. Look again.",
  "so-already": "It stands so already.",
  "too-long": `A reason has at most ${REASON_CHARS_MAX} characters. Shorten it and decide again.`,
};

export interface HeldPageProps {
  viewer: Viewer;
  waiting: HeldResponse[];
  decided: HeldResponse[];
  refused?: { key: string; refusal: HeldRefusal; reason: string } | undefined;
}

export function HeldPage({ viewer, waiting, decided, refused }: HeldPageProps) {
  const item = (held: HeldResponse) => (
    <li key={held.key} id={`response-${held.key}`}>
      <HeldItem {...{ held, viewer }} reason={refused?.key === held.key ? refused.reason : ""} />
    </li>
  );
  return (
    <Page title="Held responses" viewer={viewer} path={HELD}>
      <PageHead
        kicker={<a href="/desk">Desk</a>}
        title="Held responses"
        lede="They read like offers to trade follows. Until one of you has decided, only their authors see them; whoever only talks about such offers should be let through."
      />
      <DeskTabs viewer={viewer} current={HELD} />
      {refused && (
        <Notice tone="refused" title="Not decided">
          {SENTENCES[refused.refusal]}
        </Notice>
      )}
      {waiting.length === 0 ? (
        <EmptyState>Nothing waits. Responses that offer to trade follows will be here.</EmptyState>
      ) : (
        <ol class="responses">{waiting.map(item)}</ol>
      )}
      {decided.length > 0 && (
        <section>
          <h2>Decided lately</h2>
          <ol class="responses">{decided.map(item)}</ol>
        </section>
      )}
    </Page>
  );
}

interface HeldItemProps {
  held: HeldResponse;
  viewer: Viewer;
  /** What was typed when it was refused. */
  reason: string;
}

function HeldItem({ held, viewer, reason }: HeldItemProps) {
  const story = { slug: held.storySlug, key: held.storyKey };
  const isOwn = held.authorId === viewer.readerId;
  return (
    <article class="response">
      <header>
        <p>
          <a class="name" href={authorUrl(held.authorHandle)}>
            {held.authorName}
          </a>{" "}
          <span class="quiet small">
            to <a href={storyUrl(held.storyAuthorHandle, story)}>{held.storyTitle}</a>,{" "}
            <Moment at={held.heldAt} />
          </span>
        </p>
        <p class="small">
          <Standing held={held} />
        </p>
      </header>
      <div class="prose lesser">
        {held.text.split("\n\n").map((paragraph) => (
          <p key={paragraph}>{paragraph}</p>
        ))}
      </div>
      {isOwn ? (
        <p class="quiet small">{SENTENCES.own}</p>
      ) : (
        <Deciding {...{ held, viewer, reason }} />
      )}
    </article>
  );
}

const STANDS = {
  "let-through": { is: "done", word: "Let through" },
  kept: { is: "stopped", word: "Not shown" },
} as const satisfies Record<Verdict, unknown>;

function Standing({ held }: { held: HeldResponse }) {
  const { verdict, offer, decidedByName, decidedAt, reason } = held;
  if (!verdict || !decidedAt) {
    return <State is="open">Held: {Math.round(offer * 100)} in 100 that it is an offer</State>;
  }
  return (
    <>
      <State is={STANDS[verdict].is}>{STANDS[verdict].word}</State> by {decidedByName},{" "}
      <Moment at={decidedAt} />
      {reason && `: ${reason}`}
    </>
  );
}

/** What is decided can be reversed, and does not ask for it. */
function Deciding(props: HeldItemProps) {
  if (props.held.verdict === null) return <Decide {...props} />;
  return (
    <Unfold summary="Decide otherwise" open={props.reason !== ""}>
      <Decide {...props} />
    </Unfold>
  );
}

/** Of a decided one only the other verdict is offered. */
function Decide({ held, viewer, reason }: HeldItemProps) {
  const { key, decisions, verdict } = held;
  return (
    <PostForm action={`${HELD}/${key}/decision`} csrf={viewer.csrf} look="wide">
      <input type="hidden" name="seen" value={decisions} />
      <TextField
        id={`reason-${key}`}
        name="reason"
        label="Reason"
        hint="The author reads it in their letter."
        value={reason}
        maxLength={REASON_CHARS_MAX}
        optional
      />
      <div class="actions">
        {verdict !== "let-through" && (
          <Submit look="frame" name="verdict" value="let-through">
            {verdict ? "Show it after all" : "Let it through"}
          </Submit>
        )}
        {verdict !== "kept" && (
          <Submit look="frame" name="verdict" value="kept">
            {verdict ? "Hide it after all" : "Do not show it"}
          </Submit>
        )}
      </div>
    </PostForm>
  );
}
