/** A form that posts, carrying the session's token: in a field, or in the address when it sends files. */
import type { ComponentChildren } from "preact";
import { classes } from "./classes.ts";

export interface PostFormProps {
  action: string;
  /** The viewer's token; absent where nobody is signed in. */
  csrf?: string | undefined;
  /** "form" stacks fields in a column, "wide" as broad as the text, "bare" adds no layout at all. */
  look?: "form" | "wide" | "bare";
  /** The form sends files. */
  files?: boolean;
  id?: string;
  children: ComponentChildren;
}

/** The server answers for every field in one voice, so the browser's own messages are off. */
export function PostForm({ action, csrf, look = "form", files, id, children }: PostFormProps) {
  return (
    <form
      class={classes(look !== "bare" && "form", look === "wide" && "wide")}
      method="post"
      action={files && csrf ? `${action}?csrf=${encodeURIComponent(csrf)}` : action}
      enctype={files ? "multipart/form-data" : undefined}
      id={id}
      noValidate
    >
      {csrf && !files && <input type="hidden" name="csrf" value={csrf} />}
      {children}
    </form>
  );
}
