/** Clapping: a form that works without script, and says how many there are. */
import { CLAPS_MAX } from "../../core/responses/clap.ts";
import { Submit } from "../../web/parts/button.tsx";
import { signInUrl } from "../../web/parts/places.ts";
import { PostForm } from "../../web/parts/post-form.tsx";

export interface ClapFormProps {
  storyKey: string;
  /** Of everybody together. */
  claps: number;
  /** The viewer's own; null when they may not clap. */
  own: number | null;
  csrf: string | undefined;
  /** The story's page, for whoever must sign in first. */
  path: string;
}

export function ClapForm({ storyKey, claps, own, csrf, path }: ClapFormProps) {
  const count = <span class="numeric">{claps === 1 ? "1 clap" : `${claps} claps`}</span>;
  if (!csrf) {
    return (
      <p class="claps">
        {count} <a href={signInUrl(path)}>Sign in to clap</a>
      </p>
    );
  }
  if (own === null) return <p class="claps">{count}</p>;
  return (
    <div class="claps">
      <PostForm action={`/stories/${storyKey}/claps`} csrf={csrf} look="bare">
        <Submit look="frame" small disabled={own >= CLAPS_MAX} name="more" value="1">
          Clap
        </Submit>{" "}
        {count}
        {own > 0 && (
          <p class="small quiet">
            {own} of them yours.{" "}
            <Submit look="text" small name="undo" value="1">
              Take back
            </Submit>
          </p>
        )}
      </PostForm>
    </div>
  );
}
