/** The editor: the story itself, with a caret in it. Without script, a form for plain paragraphs. */
import { h } from "preact";
import { SUBTITLE_CHARS_MAX, TITLE_CHARS_MAX } from "../../../core/stories/publish.ts";
import { Page } from "../../../web/page.tsx";
import { Submit } from "../../../web/parts/button.tsx";
import { Moment } from "../../../web/parts/day.tsx";
import { Notice } from "../../../web/parts/notice.tsx";
import { PostForm } from "../../../web/parts/post-form.tsx";
import { State } from "../../../web/parts/state.tsx";
import { Prose } from "../../../web/parts/story-frame.tsx";
import type { Site } from "../../../web/site.ts";
import type { Viewer } from "../../../web/viewer.ts";
import type { OwnStory } from "../store.ts";
import type { EditView } from "./edit-view.ts";
import { type SaveRefusal, saveSentences } from "./save-draft.ts";
import type { TypedCopy } from "./save-paragraphs.ts";

export interface EditPageProps extends EditView {
  site: Site;
  viewer: Viewer;
  path: string;
  story: OwnStory;
  refusal?: SaveRefusal;
  /** What was typed when it was refused. */
  typed?: TypedCopy;
}

export function EditPage(props: EditPageProps) {
  const { site, viewer, path, story } = props;
  const named = story.title || "Untitled";
  const { version, title, subtitle, document } = story;
  const copy = JSON.stringify({ version, title, subtitle, document });
  return (
    <Page
      {...{ site, viewer, path }}
      title={`Editing “${named}”`}
      kind="editor"
      islands={["story-editor"]}
    >
      <h1 class="vh">Editing “{named}”</h1>
      {props.refusal && <Refused {...props} />}
      {h(
        "story-editor",
        { "data-key": story.key, "data-copy": copy },
        <PostForm action={`/stories/${story.key}`} csrf={viewer.csrf} look="bare">
          <Bar story={story} />
          <Fields {...props} />
        </PostForm>,
      )}
    </Page>
  );
}

function Bar({ story }: { story: OwnStory }) {
  return (
    <div class="editor-bar">
      <p class="line">
        <Standing state={story.state} />
        <span class="saving" role="status">
          Saved <Moment at={story.savedAt} />
        </span>
      </p>
      <p class="actions">
        <span class="without-script">
          <Submit look="text" name="next" value="edit">
            Save
          </Submit>
        </span>
        <Submit look="frame" name="next" value="publication">
          {story.state === "published" ? "Update" : "Publish"}…
        </Submit>
      </p>
    </div>
  );
}

export function Standing({ state }: Pick<OwnStory, "state">) {
  if (state === "published") return <State is="done">Published</State>;
  if (state === "withdrawn") return <State is="stopped">Withdrawn</State>;
  return <State is="open">Draft</State>;
}

/** The title and subtitle stand as on the story's page; they are fields, with or without script. */
function Fields({ story, plain, html, typed }: EditPageProps) {
  return (
    <article class="story">
      <input type="hidden" name="version" value={story.version} />
      <header class="story-head">
        <Line name="title" label="Title" chars={TITLE_CHARS_MAX}>
          {typed?.title ?? story.title}
        </Line>
        <Line name="subtitle" label="Subtitle" chars={SUBTITLE_CHARS_MAX}>
          {typed?.subtitle ?? story.subtitle}
        </Line>
      </header>
      <div class="story-text">
        {plain === null ? (
          <>
            <p class="without-script quiet small">
              This text has formatting, which a browser without script cannot edit without losing
              it. The title and subtitle can be changed and saved here.
            </p>
            <Prose html={html} />
          </>
        ) : (
          <PlainText text={typed?.text ?? plain} />
        )}
      </div>
    </article>
  );
}

interface LineProps {
  name: "title" | "subtitle";
  label: string;
  chars: number;
  children: string;
}

function Line({ name, label, chars, children }: LineProps) {
  return (
    <textarea
      {...{ name, class: name, "aria-label": label, placeholder: label, maxLength: chars }}
      rows={1}
    >
      {children}
    </textarea>
  );
}

function PlainText({ text }: { text: string }) {
  return (
    <>
      <textarea
        class="prose"
        name="text"
        aria-label="Text"
        rows={12}
        placeholder="Tell your story."
      >
        {text}
      </textarea>
      <p class="without-script quiet small">
        An empty line begins a new paragraph. Headings, pictures and the rest need script in the
        browser.
      </p>
    </>
  );
}

function Refused({ refusal, story, html }: EditPageProps) {
  if (refusal === undefined) return null;
  return (
    <Notice tone="refused" title="Not saved">
      <p>{saveSentences[refusal]}</p>
      {refusal === "stale" && (
        <>
          <p>
            What you typed stands below. Press Save again to keep it and let go of the text that was
            saved meanwhile, which is this:
          </p>
          <h2>{story.title || "Untitled"}</h2>
          <Prose html={html} lesser />
        </>
      )}
    </Notice>
  );
}
