/** The responses under a story, and the form to write one. */
import type { ResponseRefusal } from "../../core/responses/response.ts";
import { RESPONSE_CHARS_MAX } from "../../core/responses/response.ts";
import { Avatar } from "../../web/parts/avatar.tsx";
import { Submit } from "../../web/parts/button.tsx";
import { Moment } from "../../web/parts/day.tsx";
import { TextArea } from "../../web/parts/field.tsx";
import { authorUrl, pictureUrl } from "../../web/parts/places.ts";
import { PostForm } from "../../web/parts/post-form.tsx";
import type { Viewer } from "../../web/viewer.ts";
import type { ShownResponse } from "./store.ts";

/** What we tell a reader whose response was not taken. */
export const responseSentences: Record<ResponseRefusal, string> = {
  closed:
    "The author has closed responses to this story. Your text is kept here; copy it if you like.",
  "not-readable": "Only those who may read the whole story can respond to it.",
  empty: "There is no text yet. Write a sentence and send it again.",
  "too-long": `A response has at most ${RESPONSE_CHARS_MAX} characters. Shorten it and send it again.`,
  "too-many":
    "You have written a lot of responses lately. Please wait a little; your text is kept.",
};

export interface ResponseListProps {
  responses: ShownResponse[];
  viewer: Viewer | null;
  /** The story's author may hide what stands under it. */
  viewerIsAuthor: boolean;
}

export function ResponseList({ responses, viewer, viewerIsAuthor }: ResponseListProps) {
  return (
    <ol class="responses">
      {responses.map((response) => (
        <li key={response.key} id={`response-${response.key}`}>
          <ResponseItem response={response} viewer={viewer} mayHide={viewerIsAuthor} />
        </li>
      ))}
    </ol>
  );
}

export interface ResponseItemProps {
  response: ShownResponse;
  viewer: Viewer | null;
  mayHide: boolean;
}

export function ResponseItem({ response, viewer, mayHide }: ResponseItemProps) {
  const own = viewer?.readerId === response.authorId;
  const picture = response.authorPictureKey && pictureUrl(response.authorPictureKey);
  return (
    <article class="response">
      <header class="byline">
        <Avatar name={response.authorName} src={picture || null} size="small" />
        <div class="line">
          <a class="name" href={authorUrl(response.authorHandle)}>
            {response.authorName}
          </a>
          <a class="quiet small" href={`/responses/${response.key}`}>
            <Moment at={response.respondedAt} />
          </a>
        </div>
      </header>
      <div class="prose lesser">
        {response.text.split("\n\n").map((paragraph) => (
          <p key={paragraph}>{paragraph}</p>
        ))}
      </div>
      {viewer && (own || mayHide) && (
        <PostForm action={`/responses/${response.key}/withdrawal`} csrf={viewer.csrf} look="bare">
          <Submit look="text" small>
            {own ? "Withdraw" : "Hide"}
          </Submit>
        </PostForm>
      )}
    </article>
  );
}

export interface ResponseFormProps {
  storyKey: string;
  csrf: string;
  text?: string | undefined;
  refusal?: ResponseRefusal | undefined;
}

export function ResponseForm({ storyKey, csrf, text, refusal }: ResponseFormProps) {
  return (
    <PostForm action={`/stories/${storyKey}/responses`} csrf={csrf} look="wide">
      <TextArea
        name="text"
        label="Your response"
        rows={4}
        value={text}
        error={refusal && responseSentences[refusal]}
      />
      <Submit look="frame">Respond</Submit>
    </PostForm>
  );
}
