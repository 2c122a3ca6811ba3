/** Stories as a contents page lists them. */
import { Day } from "./day.tsx";

/** A story as every list shows it, and nothing more. */
export interface ListedStory {
  href: string;
  kicker: string | null;
  title: string;
  /** The subtitle, or the first lines; two lines of it are shown. */
  dek: string | null;
  author: { name: string; href: string };
  publishedAt: Date | null;
  minutes: number;
  membersOnly: boolean;
  /** The address of its picture. */
  image: string | null;
}

export interface StoryListProps {
  stories: readonly ListedStory[];
  /** The rank of the titles: 2 on a page of stories, 3 under a heading of their own. */
  level?: 2 | 3;
  /** All by one author, whose page it is: the name is left out. */
  byOne?: boolean;
}

export function StoryList({ stories, ...look }: StoryListProps) {
  return (
    <ol class="contents">
      {stories.map((story) => (
        <li key={story.href}>
          <StoryItem story={story} {...look} />
        </li>
      ))}
    </ol>
  );
}

function StoryItem({
  story,
  level,
  byOne,
}: Omit<StoryListProps, "stories"> & { story: ListedStory }) {
  const Heading = level === 3 ? "h3" : "h2";
  return (
    <article class="item">
      <div class="who line">
        {!byOne && <a href={story.author.href}>{story.author.name}</a>}
        {story.publishedAt && <Day at={story.publishedAt} />}
        <span>{length(story)}</span>
      </div>
      <div>
        {story.kicker && <p class="kicker">{story.kicker}</p>}
        <Heading>
          <a href={story.href} dir="auto">
            {story.title}
          </a>
        </Heading>
        {story.dek && (
          <p class="dek" dir="auto">
            {story.dek}
          </p>
        )}
      </div>
      {story.image && <Picture src={story.image} />}
    </article>
  );
}

/** The first story of a contents page: large, with its picture beside it. */
export function LeadStory({ story }: { story: ListedStory }) {
  return (
    <article class="lead">
      <div>
        {story.kicker && <p class="kicker">{story.kicker}</p>}
        <h2>
          <a href={story.href} dir="auto">
            {story.title}
          </a>
        </h2>
        {story.dek && (
          <p class="dek" dir="auto">
            {story.dek}
          </p>
        )}
        <p class="line">
          <a href={story.author.href}>{story.author.name}</a>
          {story.publishedAt && <Day at={story.publishedAt} />}
          <span>{length(story)}</span>
        </p>
      </div>
      {story.image && <Picture src={story.image} />}
    </article>
  );
}

/** Says nothing: the title beside it is the link, and reaches over the picture. */
function Picture({ src }: { src: string }) {
  return (
    <div class="picture">
      <img src={src} alt="" loading="lazy" />
    </div>
  );
}

function length({ minutes, membersOnly }: ListedStory): string {
  return membersOnly ? `${minutes} min, for members` : `${minutes} min`;
}
