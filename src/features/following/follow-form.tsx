/** Following: a form that works without script, and says how it stands. */
import { Submit } from "../../web/parts/button.tsx";
import { signInUrl } from "../../web/parts/places.ts";
import { PostForm } from "../../web/parts/post-form.tsx";

export interface FollowFormProps {
  handle: string;
  /** Whether the viewer follows them now. */
  follows: boolean;
  csrf: string | undefined;
  /** The page to come back to. */
  path: string;
}

/** For anyone but the author. */
export function FollowForm(props: FollowFormProps) {
  if (!props.csrf) return <a href={signInUrl(props.path)}>Follow</a>;
  return (
    <follow-button>
      <FollowFields {...props} />
    </follow-button>
  );
}

/** What the island puts in place. */
export function FollowFields({ handle, follows, csrf, path }: FollowFormProps) {
  return (
    <PostForm action={`/@${handle}/${follows ? "unfollow" : "follow"}`} csrf={csrf} look="bare">
      <input type="hidden" name="to" value={path} />
      {follows && <span class="quiet">You follow them. </span>}
      <Submit look="text" small>
        {follows ? "Unfollow" : "Follow"}
      </Submit>
    </PostForm>
  );
}
