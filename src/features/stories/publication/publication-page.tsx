/** The publish sheet: how the story will stand on the front page, and what its author decides about it. */
import { KICKER_CHARS_MAX } from "../../../core/stories/publish.ts";
import { TAG_CHARS_MAX, TAGS_MAX, tagLabel } from "../../../core/stories/tags.ts";
import type { Typed } from "../../../web/form.ts";
import { Page } from "../../../web/page.tsx";
import { ButtonLink, Submit } from "../../../web/parts/button.tsx";
import { Checkbox, RadioGroup } from "../../../web/parts/choice.tsx";
import { described, FieldError, Hint, TextField } from "../../../web/parts/field.tsx";
import { Notice } from "../../../web/parts/notice.tsx";
import { PageHead } from "../../../web/parts/page-head.tsx";
import { PostForm } from "../../../web/parts/post-form.tsx";
import { type ListedStory, StoryList } from "../../../web/parts/story-item.tsx";
import type { Site } from "../../../web/site.ts";
import type { Viewer } from "../../../web/viewer.ts";
import type { OwnStory } from "../store.ts";
import { editUrl, publicationUrl } from "../story-url.ts";
import type { Extent } from "./extent.ts";

export interface PublicationPageProps {
  site: Site;
  viewer: Viewer;
  path: string;
  story: OwnStory;
  /** As lists will show it. */
  listed: ListedStory;
  extent: Extent;
  topics: readonly string[];
  form: Typed;
}

export function PublicationPage(props: PublicationPageProps) {
  const { site, viewer, path, story, listed, form } = props;
  const isOut = story.state === "published";
  return (
    <Page {...{ site, viewer, path }} title={`Publish “${listed.title}”`} kind="page">
      <div class="column">
        <PageHead
          title={isOut ? "Update your story" : "Publish your story"}
          lede={
            isOut
              ? "Readers see the new text and settings at once. The address stays good."
              : "This is how it will stand on the front page."
          }
        />
        {form.errors._ && (
          <Notice tone="refused" title={isOut ? "Not updated" : "Not published"}>
            {form.errors._}
          </Notice>
        )}
        <section class="publication-preview" aria-label="As lists show it">
          <StoryList stories={[listed]} />
        </section>
        <PostForm action={publicationUrl(story.key)} csrf={viewer.csrf} look="wide">
          <input type="hidden" name="version" value={story.version} />
          <Settings {...props} />
          <p class="actions">
            <Submit>{isOut ? "Update" : "Publish"}</Submit>
            <ButtonLink href={editUrl(story.key)} look="text">
              Back to the text
            </ButtonLink>
          </p>
        </PostForm>
      </div>
    </Page>
  );
}

function Settings({ story, viewer, extent, topics, form }: PublicationPageProps) {
  const { values, errors } = form;
  return (
    <>
      <Topics {...{ topics, errors, values }} />
      <TextField
        name="kicker"
        label="Kicker"
        hint="A word or two above the title, such as “Notes from the harbour”."
        value={values.kicker ?? ""}
        error={errors.kicker}
        maxLength={KICKER_CHARS_MAX}
        optional
      />
      <RadioGroup
        name="audience"
        legend="Who may read it"
        value={values.audience ?? story.audience}
        error={errors.audience}
        choices={[
          {
            value: "everyone",
            label: "Everyone",
            hint: "Anyone reads all of it, without an account. It earns nothing from dues.",
          },
          { value: "members", label: "Members", hint: membersHint(extent, viewer.isPartner) },
        ]}
      />
      <Checkbox
        name="responses"
        label="Readers may respond"
        hint="You can close responses later; those already given stay."
        checked={values.responses === "on"}
      />
    </>
  );
}

function membersHint({ words, openWords }: Extent, isPartner: boolean): string {
  const count = (number: number) => number.toLocaleString("en");
  const open =
    openWords === 0
      ? "Others read the title only, since the text is a single paragraph."
      : `Others read the first ${count(openWords)} of ${count(words)} words.`;
  const earning = isPartner
    ? "Members’ dues come to you by the attention they give it."
    : "It earns once you are in the Partner Program; reading before that is not paid later.";
  return `Members read all of it. ${open} ${earning}`;
}

interface TopicsProps {
  topics: readonly string[];
  errors: Record<string, string>;
  values: Record<string, string>;
}

function Topics({ topics, errors, values }: TopicsProps) {
  const hint = `Up to ${TAGS_MAX}, each a word or a short phrase. Readers find the story under them.`;
  return (
    <fieldset class="field topics-field" {...described("tags", { hint, error: errors.tags })}>
      <legend>
        Topics<span class="optional"> (optional)</span>
      </legend>
      <Hint id="tags" hint={hint} />
      <div class="five">
        {TAG_FIELDS.map((name, index) => (
          <input
            key={name}
            name={name}
            value={values[name] ?? ""}
            list="known-topics"
            maxLength={TAG_CHARS_MAX}
            autocomplete="off"
            aria-label={`Topic ${index + 1}`}
            aria-invalid={errors.tags ? "true" : undefined}
          />
        ))}
      </div>
      <datalist id="known-topics">
        {topics.map((tag) => (
          <option key={tag} value={tagLabel(tag)} />
        ))}
      </datalist>
      <FieldError id="tags" error={errors.tags} />
    </fieldset>
  );
}

export const TAG_FIELDS: readonly string[] = Array.from(
  { length: TAGS_MAX },
  (_, index) => `tag-${index + 1}`,
);
