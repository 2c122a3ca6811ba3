/** "Your stories": drafts, what is published, and what was withdrawn and may come back. */
import type { StoryState } from "../../../core/stories/gate.ts";
import { RESTORE_DAYS, restorableUntil } from "../../../core/stories/withdrawal.ts";
import { Page } from "../../../web/page.tsx";
import { ButtonLink, Submit } from "../../../web/parts/button.tsx";
import { Day, Moment } from "../../../web/parts/day.tsx";
import { EmptyState } from "../../../web/parts/empty-state.tsx";
import { Notice } from "../../../web/parts/notice.tsx";
import { PageHead } from "../../../web/parts/page-head.tsx";
import { Pager } from "../../../web/parts/pager.tsx";
import { PLACES } from "../../../web/parts/places.ts";
import { PostForm } from "../../../web/parts/post-form.tsx";
import { Tabs } from "../../../web/parts/tabs.tsx";
import type { Site } from "../../../web/site.ts";
import type { Viewer } from "../../../web/viewer.ts";
import { editUrl, publicationUrl, storyUrl } from "../story-url.ts";
import { SHELF_STORIES, type ShelfStory } from "./own-stories.ts";

export interface ShelfPageProps {
  site: Site;
  viewer: Viewer;
  path: string;
  state: StoryState;
  /** From 0. */
  page: number;
  counts: Record<StoryState, number>;
  /** One more than a page holds, when there is a next one. */
  stories: ShelfStory[];
  /** Why a story could not be brought back. */
  refused?: string | undefined;
}

export function ShelfPage(props: ShelfPageProps) {
  const { site, viewer, path, state, page, counts, stories, refused } = props;
  const more = stories.length > SHELF_STORIES;
  return (
    <Page {...{ site, viewer, path }} title="Your stories">
      <PageHead title="Your stories">
        <PostForm action={PLACES.stories} csrf={viewer.csrf} look="bare">
          <Submit>Write a story</Submit>
        </PostForm>
        <ButtonLink href="/import" look="text">
          Import stories
        </ButtonLink>
      </PageHead>
      {refused && (
        <Notice tone="refused" title="Not brought back">
          {refused}
        </Notice>
      )}
      <Tabs
        label="Your stories by state"
        current={shelfUrl(state)}
        tabs={STATES.map((each) => ({
          label: LABELS[each],
          href: shelfUrl(each),
          count: counts[each],
        }))}
      />
      {stories.length === 0 && <EmptyState>{EMPTY[state]}</EmptyState>}
      <ul class="shelf">
        {stories.slice(0, SHELF_STORIES).map((story) => (
          <ShelfItem key={story.key} story={story} viewer={viewer} />
        ))}
      </ul>
      <Pager
        newer={page > 0 ? shelfUrl(state, page - 1) : null}
        older={more ? shelfUrl(state, page + 1) : null}
      />
    </Page>
  );
}

const STATES = ["draft", "published", "withdrawn"] as const;

const LABELS: Record<StoryState, string> = {
  draft: "Drafts",
  published: "Published",
  withdrawn: "Withdrawn",
};

const EMPTY: Record<StoryState, string> = {
  draft:
    "Your drafts will be here. Begin one with “Write a story”, or bring your stories with an import.",
  published: "What you publish will be here. Open a draft and choose “Publish”.",
  withdrawn: `What you withdraw will be here for ${RESTORE_DAYS} days, in which you can bring it back.`,
};

/** Pages are counted from 1 in addresses. */
export function shelfUrl(state: StoryState, page = 0): string {
  const query = new URLSearchParams();
  if (state !== "draft") query.set("state", state);
  if (page > 0) query.set("page", String(page + 1));
  return query.size > 0 ? `${PLACES.stories}?${query}` : PLACES.stories;
}

function ShelfItem({ story, viewer }: { story: ShelfStory; viewer: Viewer }) {
  const { key, state, title, subtitle } = story;
  const href = state === "draft" ? editUrl(key) : storyUrl(viewer.handle, story);
  return (
    <li>
      <div>
        <h2>
          {state === "withdrawn" ? title || "Untitled" : <a href={href}>{title || "Untitled"}</a>}
        </h2>
        {subtitle && <p class="dek">{subtitle}</p>}
        <When story={story} />
      </div>
      <div class="actions">
        {state === "withdrawn" ? (
          <Act act="restoration" label="Bring back" {...{ story, viewer }} />
        ) : (
          <>
            <ButtonLink href={editUrl(key)} look="text" small>
              Edit
            </ButtonLink>
            <ButtonLink href={publicationUrl(key)} look="text" small>
              {state === "draft" ? "Publish" : "Settings"}
            </ButtonLink>
            <Act
              act="withdrawal"
              label={state === "draft" ? "Delete" : "Withdraw"}
              {...{ story, viewer }}
            />
          </>
        )}
      </div>
    </li>
  );
}

function When({ story }: { story: ShelfStory }) {
  const { state, savedAt, publishedAt, withdrawnAt, audience, isAhead } = story;
  return (
    <p class="line quiet small">
      {state === "draft" && (
        <span>
          Saved <Moment at={savedAt} />
        </span>
      )}
      {state === "published" && publishedAt && (
        <span>
          Published <Day at={publishedAt} />
        </span>
      )}
      {withdrawnAt && (
        <span>
          Withdrawn <Day at={withdrawnAt} />; can come back until{" "}
          <Day at={restorableUntil(withdrawnAt)} />
        </span>
      )}
      {state === "published" && audience === "members" && <span>For members</span>}
      {state === "published" && isAhead && <span>Has changes that readers do not see yet</span>}
    </p>
  );
}

interface ActProps {
  act: "withdrawal" | "restoration";
  label: string;
  story: ShelfStory;
  viewer: Viewer;
}

/** The name of the story is said too: a screen reader lists buttons without what stands around. */
function Act({ act, label, story, viewer }: ActProps) {
  return (
    <PostForm action={`/stories/${story.key}/${act}`} csrf={viewer.csrf} look="bare">
      <Submit look="text" small>
        {label}
        <span class="vh"> “{story.title || "Untitled"}”</span>
      </Submit>
    </PostForm>
  );
}
