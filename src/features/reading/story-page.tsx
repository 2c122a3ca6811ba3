/** A story as its readers see it. */
import { readingMinutes } from "../../core/stories/reading-time.ts";
import { tagLabel } from "../../core/stories/tags.ts";
import { Page } from "../../web/page.tsx";
import { authorUrl, imageUrl, pictureUrl, topicUrl } from "../../web/parts/places.ts";
import { PreviewEnd } from "../../web/parts/preview-end.tsx";
import { Prose, StoryFrame, StoryHead, StoryMargin } from "../../web/parts/story-frame.tsx";
import { TagList } from "../../web/parts/tag-list.tsx";
import type { Viewer } from "../../web/viewer.ts";
import { FollowForm } from "../following/follow-form.tsx";
import { priceInWords } from "../membership/price.ts";
import type { Plan } from "../membership/store.ts";
import { ClapForm } from "../responses/clap-form.tsx";
import { ResponseForm, ResponseList } from "../responses/response-list.tsx";
import { RESPONSES_SHOWN, type ShownResponse, type Tally } from "../responses/store.ts";
import type { StoryBody } from "../stories/story-body.ts";
import { editUrl } from "../stories/story-url.ts";
import { CountedAttention } from "./counted-attention.tsx";

export interface ReaderMarks {
  /** The reader's own claps. */
  claps: number;
  follows: boolean;
  isAuthor: boolean;
}

export interface StoryPageProps {
  story: StoryBody;
  tally: Tally;
  responses: ShownResponse[];
  /** Null for a visitor. */
  marks: ReaderMarks | null;
  plans: Plan[];
  viewer: Viewer | null;
  path: string;
  canonical: string;
}

export function StoryPage(props: StoryPageProps) {
  const { story, marks, viewer, path, canonical } = props;
  return (
    <Page
      title={story.title}
      description={story.subtitle || story.excerpt}
      canonical={canonical}
      kind="story"
      islands={["reading-counter", "clap-button", "follow-button"]}
      head={<StoryCard story={story} canonical={canonical} />}
      viewer={viewer}
      path={path}
    >
      <StoryFrame
        head={<Head story={story} viewer={viewer} marks={marks} path={path} />}
        margin={<Margin {...props} />}
        end={<End {...props} />}
      >
        <Prose html={story.html} />
        {story.part === "preview" && <Rest {...props} />}
      </StoryFrame>
    </Page>
  );
}

/** What other sites show of a link to the story: nothing beyond its preview. */
function StoryCard({ story, canonical }: { story: StoryBody; canonical: string }) {
  const image = story.leadImageKey && new URL(imageUrl(story.leadImageKey), canonical).href;
  return (
    <>
      <meta property="og:type" content="article" />
      <meta property="og:title" content={story.title} />
      <meta property="og:description" content={story.subtitle || story.excerpt} />
      <meta property="og:url" content={canonical} />
      {image && <meta property="og:image" content={image} />}
      <meta name="author" content={story.authorName} />
    </>
  );
}

type HeadProps = Pick<StoryPageProps, "story" | "viewer" | "marks" | "path">;

function Head({ story, viewer, marks, path }: HeadProps) {
  const picture = story.authorPictureKey && pictureUrl(story.authorPictureKey);
  return (
    <StoryHead
      title={story.title}
      kicker={story.kicker || null}
      subtitle={story.subtitle || null}
      author={{ name: story.authorName, href: authorUrl(story.authorHandle), picture }}
      at={story.publishedAt}
      minutes={readingMinutes(story.readingSeconds)}
      membersOnly={story.audience === "members"}
    >
      {marks?.isAuthor ? (
        <a href={editUrl(story.key)}>Edit</a>
      ) : (
        <FollowForm
          handle={story.authorHandle}
          follows={marks?.follows ?? false}
          csrf={viewer?.csrf}
          path={path}
        />
      )}
    </StoryHead>
  );
}

function Margin({ story, tally, marks, viewer, path }: StoryPageProps) {
  const own = marks && !marks.isAuthor && story.part === "whole" ? marks.claps : null;
  return (
    <StoryMargin counted={<CountedAttention story={story} viewer={viewer} marks={marks} />}>
      <clap-button>
        <ClapForm
          storyKey={story.key}
          claps={tally.claps}
          own={own}
          csrf={viewer?.csrf}
          path={path}
        />
      </clap-button>
      {story.part === "whole" && (
        <a href="#responses">
          {tally.responses === 1 ? "1 response" : `${tally.responses} responses`}
        </a>
      )}
    </StoryMargin>
  );
}

function Rest({ story, plans, viewer, path }: StoryPageProps) {
  const price = plans.map(priceInWords).join(" or ") || "offered here";
  return (
    <PreviewEnd
      authorName={story.authorName}
      price={price}
      path={path}
      signedIn={viewer !== null}
    />
  );
}

function End({ story, responses, tally, marks, viewer }: StoryPageProps) {
  return (
    <>
      <TagList tags={story.tags.map((tag) => ({ name: tagLabel(tag), href: topicUrl(tag) }))} />
      {story.authorBio && (
        <section class="about-author" aria-label="About the author">
          <p class="label">Written by</p>
          <h2>
            <a href={authorUrl(story.authorHandle)}>{story.authorName}</a>
          </h2>
          <p>{story.authorBio}</p>
        </section>
      )}
      {story.part === "whole" && (
        <section id="responses" aria-labelledby="responses-title">
          <h2 id="responses-title">Responses</h2>
          {viewer && story.responsesOpen && (
            <ResponseForm storyKey={story.key} csrf={viewer.csrf} />
          )}
          {!story.responsesOpen && <p class="quiet">The author has closed responses.</p>}
          {responses.length === 0 && story.responsesOpen && (
            <p class="quiet">Nobody has responded yet.</p>
          )}
          <ResponseList
            responses={responses}
            viewer={viewer}
            viewerIsAuthor={marks?.isAuthor ?? false}
          />
          {tally.responses > RESPONSES_SHOWN && (
            <p class="quiet">The newest {RESPONSES_SHOWN} are shown.</p>
          )}
        </section>
      )}
    </>
  );
}
