/** An author's page: who they are, who follows them, and what they have published. */
import { Fragment } from "preact";
import { Page } from "../../web/page.tsx";
import { Avatar } from "../../web/parts/avatar.tsx";
import { EmptyState } from "../../web/parts/empty-state.tsx";
import { Pager } from "../../web/parts/pager.tsx";
import { authorUrl, PLACES, pictureUrl } from "../../web/parts/places.ts";
import { type ListedStory, StoryList } from "../../web/parts/story-item.tsx";
import type { Viewer } from "../../web/viewer.ts";
import { FollowForm } from "../following/follow-form.tsx";
import type { Author } from "./store.ts";

const COUNT = new Intl.NumberFormat("en-GB");

export interface AuthorPageProps {
  author: Author;
  followers: number;
  /** Whether the viewer follows them. */
  follows: boolean;
  stories: ListedStory[];
  isFirst: boolean;
  /** Where the list goes on. */
  older: string | null;
  viewer: Viewer | null;
  canonical: string;
}

export function AuthorPage(props: AuthorPageProps) {
  const { author, stories, isFirst, older, viewer, canonical } = props;
  const path = authorUrl(author.handle);
  const isOwn = viewer?.readerId === author.readerId;
  return (
    <Page
      title={author.name}
      description={author.bio || undefined}
      canonical={canonical}
      islands={["follow-button"]}
      viewer={viewer}
      path={path}
    >
      <AuthorHead {...props} path={path} isOwn={isOwn} />
      {stories.length === 0 ? <NoStories isOwn={isOwn} name={author.name} /> : null}
      {stories.length > 0 && <StoryList stories={stories} byOne />}
      <Pager newer={isFirst ? null : path} older={older} />
    </Page>
  );
}

function AuthorHead(props: AuthorPageProps & { path: string; isOwn: boolean }) {
  const { author, followers, follows, viewer, path, isOwn } = props;
  const count = COUNT.format(followers);
  return (
    <header class="author-head">
      <Avatar
        name={author.name}
        src={author.pictureKey && pictureUrl(author.pictureKey)}
        size="large"
      />
      <div>
        <h1>{author.name}</h1>
        <p class="line">
          <span>@{author.handle}</span>
          <span>{followers === 1 ? "1 follower" : `${count} followers`}</span>
        </p>
        {author.bio && <Bio text={author.bio} />}
      </div>
      <div>
        {isOwn ? (
          <a href={PLACES.account}>Change your profile</a>
        ) : (
          <FollowForm handle={author.handle} follows={follows} csrf={viewer?.csrf} path={path} />
        )}
      </div>
    </header>
  );
}

/** Line by line, as it was typed. */
function Bio({ text }: { text: string }) {
  const [first, ...rest] = text.split("\n");
  return (
    <p class="bio" dir="auto">
      {first}
      {rest.map((line, index) => (
        <Fragment key={index}>
          <br />
          {line}
        </Fragment>
      ))}
    </p>
  );
}

function NoStories({ isOwn, name }: { isOwn: boolean; name: string }) {
  if (!isOwn) return <EmptyState>{`What ${name} publishes will be here.`}</EmptyState>;
  return (
    <EmptyState begin={{ href: PLACES.stories, label: "Write the first one" }}>
      What you publish will be here.
    </EmptyState>
  );
}
