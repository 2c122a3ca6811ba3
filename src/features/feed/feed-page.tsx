/** Lists of stories as pages: the front page, the followed, a topic, and all topics. */
import { tagLabel } from "../../core/stories/tags.ts";
import { Page } from "../../web/page.tsx";
import { EmptyState } from "../../web/parts/empty-state.tsx";
import { PageHead } from "../../web/parts/page-head.tsx";
import { Pager } from "../../web/parts/pager.tsx";
import { PLACES, topicUrl } from "../../web/parts/places.ts";
import { LeadStory, type ListedStory, StoryList } from "../../web/parts/story-item.tsx";
import { TagList } from "../../web/parts/tag-list.tsx";
import { WithMargin } from "../../web/parts/with-margin.tsx";
import type { Viewer } from "../../web/viewer.ts";
import type { Topic } from "./store.ts";

interface Listing {
  stories: ListedStory[];
  /** Where the list goes on. */
  older: string | null;
  viewer: Viewer | null;
  path: string;
}

export interface HomePageProps extends Listing {
  topics: Topic[];
  siteName: string;
  /** Further pages have no lead. */
  isFirst: boolean;
}

export function HomePage({
  stories,
  older,
  topics,
  isFirst,
  siteName,
  viewer,
  path,
}: HomePageProps) {
  const lead = isFirst ? stories[0] : undefined;
  const rest = lead ? stories.slice(1) : stories;
  return (
    <Page
      title={siteName}
      description={`${siteName}: stories by people who are paid for attention they have earned.`}
      kind="home"
      viewer={viewer}
      path={path}
    >
      <h1 class="vh">{siteName}</h1>
      {stories.length === 0 && (
        <EmptyState
          begin={{ href: viewer ? PLACES.stories : "/join", label: "Write the first one" }}
        >
          The newest stories will be here, as soon as somebody has published one.
        </EmptyState>
      )}
      {lead && <LeadStory story={lead} />}
      {stories.length > 0 && (
        <WithMargin label="Topics" margin={<TopicMargin topics={topics} />}>
          <StoryList stories={rest} />
          <Pager newer={isFirst ? null : PLACES.home} older={older} />
        </WithMargin>
      )}
    </Page>
  );
}

function TopicMargin({ topics }: { topics: Topic[] }) {
  if (topics.length === 0) return null;
  return (
    <>
      <h2 class="label">Topics</h2>
      <TagList tags={topics.map(({ tag }) => ({ name: tagLabel(tag), href: topicUrl(tag) }))} />
    </>
  );
}

export interface FeedPageProps extends Listing {
  title: string;
  sentence: string;
  /** What is said when there is nothing. */
  empty: string;
}

export function FeedPage({ title, sentence, empty, stories, older, viewer, path }: FeedPageProps) {
  return (
    <Page title={title} viewer={viewer} path={path}>
      <PageHead title={title} lede={sentence} />
      {stories.length === 0 ? (
        <EmptyState begin={{ href: PLACES.home, label: "See the newest" }}>{empty}</EmptyState>
      ) : (
        <StoryList stories={stories} />
      )}
      <Pager newer={path.includes("?") ? path.split("?")[0]! : null} older={older} />
    </Page>
  );
}

export interface TopicsPageProps {
  topics: Topic[];
  viewer: Viewer | null;
  path: string;
}

export function TopicsPage({ topics, viewer, path }: TopicsPageProps) {
  return (
    <Page title="Topics" viewer={viewer} path={path}>
      <PageHead
        title="Topics"
        lede="What the stories here are about, by their authors’ own tags."
      />
      {topics.length === 0 && (
        <EmptyState>Topics will be here once stories with tags are published.</EmptyState>
      )}
      <ul class="topics">
        {topics.map(({ tag, stories }) => (
          <li key={tag}>
            <a href={topicUrl(tag)}>{tagLabel(tag)}</a> <span class="quiet numeric">{stories}</span>
          </li>
        ))}
      </ul>
    </Page>
  );
}
