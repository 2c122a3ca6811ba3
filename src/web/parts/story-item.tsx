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

/** `level` is the rank of the titles: 2 on a page of stories, 3 under a heading of their own. */
export function StoryList({ stories, level = 2 }: { stories: ListedStory[]; level?: 2 | 3 }) {
  return (
    <ol class="contents">
      {stories.map((story) => (
        <li key={story.href}>
          <StoryItem story={story} level={level} />
        </li>
      ))}
    </ol>
  );
}

function StoryItem({ story, level }: { story: ListedStory; level: 2 | 3 }) {
  const Heading = level === 2 ? "h2" : "h3";
  return (
    <article class="item">
      <div class="who">
        <a href={story.author.href}>{story.author.name}</a>
        {story.publishedAt && (
          <p>
            <Day at={story.publishedAt} />
          </p>
        )}
        <p>{length(story)}</p>
      </div>
      <div>
        {story.kicker && <p class="kicker">{story.kicker}</p>}
        <Heading>
          <a href={story.href}>{story.title}</a>
        </Heading>
        {story.dek && <p class="dek">{story.dek}</p>}
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
          <a href={story.href}>{story.title}</a>
        </h2>
        {story.dek && <p class="dek">{story.dek}</p>}
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
