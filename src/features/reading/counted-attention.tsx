/** What is being counted of a reader on a story's page, in plain words. */
import type { Viewer } from "../../web/viewer.ts";
import type { StoryBody } from "../stories/story-body.ts";

export interface CountedAttentionProps {
  story: StoryBody;
  viewer: Viewer | null;
  marks: { isAuthor: boolean } | null;
}

/** The island counts; without script the sentence alone stands, and nothing is counted. */
export function CountedAttention({ story, viewer, marks }: CountedAttentionProps) {
  if (marks?.isAuthor) return <>You wrote this; your own reading counts for nothing.</>;
  return (
    <reading-counter data-key={story.key} data-csrf={viewer?.csrf}>
      {sentence(story, viewer)} <output class="numeric" aria-live="off" />
    </reading-counter>
  );
}

function sentence(story: StoryBody, viewer: Viewer | null): string {
  if (!viewer) return "One view a day is counted, without knowing who you are.";
  if (story.audience === "members" && viewer.isMember) {
    return `Your reading is being counted: the time you give this page decides how much of your dues goes to ${story.authorName}.`;
  }
  return "Your reading is being counted for the author’s statistics. It moves no money.";
}
