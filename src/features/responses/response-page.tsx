/** A response on a page of its own, and one that was not taken. */
import type { ResponseRefusal } from "../../core/responses/response.ts";
import { Page } from "../../web/page.tsx";
import { Notice } from "../../web/parts/notice.tsx";
import { PageHead } from "../../web/parts/page-head.tsx";
import type { Viewer } from "../../web/viewer.ts";
import { storyUrl } from "../stories/story-url.ts";
import { ResponseForm, ResponseItem } from "./response-list.tsx";
import type { AnsweredStory, OneResponse } from "./store.ts";

export interface ResponsePageProps {
  viewer: Viewer | null;
  story: AnsweredStory;
  response: OneResponse;
  path: string;
}

export function ResponsePage({ viewer, story, response, path }: ResponsePageProps) {
  const mayHide = viewer?.readerId === story.authorId;
  return (
    <Page title={`Response to ${story.title}`} viewer={viewer} path={path}>
      <div class="column">
        <p class="label">Response to</p>
        <h1>
          <a href={storyUrl(story.authorHandle, story)}>{story.title}</a>
        </h1>
        <Whereabouts response={response} />
        {response.withdrawnAt && (
          <Notice title="Withdrawn">You have withdrawn this. Only you see it.</Notice>
        )}
        <ResponseItem response={response} viewer={viewer} mayHide={mayHide} />
      </div>
    </Page>
  );
}

/** Why only its author sees it, if that is so. */
function Whereabouts({ response }: { response: OneResponse }) {
  if (response.withdrawnAt) return null;
  if (response.verdict === "kept") return <KeptNotice reason={response.reason} />;
  if (response.isHeld) return <HeldNotice />;
  if (!response.hiddenAt) return null;
  return <Notice title="Hidden">The author of the story has hidden this. Only you see it.</Notice>;
}

/** Told to its author at once, and as long as nobody has decided. */
function HeldNotice() {
  return (
    <Notice title="Held">
      <p>
        This reads like an offer to trade follows, so only you see it until a person here has looked
        at it. You get a letter when they have. If it was misread, there is nothing you need to do.
      </p>
      <p>
        Follows given for follows do not count for anybody. You can withdraw this and write about
        the story instead.
      </p>
    </Notice>
  );
}

function KeptNotice({ reason }: { reason: string | null }) {
  return (
    <Notice title="Not shown">
      <p>
        A person here has looked at this and found that it offers to trade follows. Only you see it.
      </p>
      {reason && <p>They add: {reason}</p>}
    </Notice>
  );
}

export interface ResponseRefusedPageProps {
  viewer: Viewer;
  story: AnsweredStory;
  text: string;
  refusal: ResponseRefusal;
  path: string;
}

export function ResponseRefusedPage({
  viewer,
  story,
  text,
  refusal,
  path,
}: ResponseRefusedPageProps) {
  return (
    <Page title="Your response was not sent" viewer={viewer} path={path}>
      <div class="column">
        <PageHead title="Your response was not sent" />
        <p>
          To <a href={storyUrl(story.authorHandle, story)}>{story.title}</a>
        </p>
        <ResponseForm storyKey={story.key} csrf={viewer.csrf} text={text} refusal={refusal} />
      </div>
    </Page>
  );
}
