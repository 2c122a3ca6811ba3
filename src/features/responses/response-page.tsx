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
        {response.hiddenAt && (
          <Notice title="Hidden">The author of the story has hidden this. Only you see it.</Notice>
        )}
        {response.withdrawnAt && (
          <Notice title="Withdrawn">You have withdrawn this. Only you see it.</Notice>
        )}
        <ResponseItem response={response} viewer={viewer} mayHide={mayHide} />
      </div>
    </Page>
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
