/** The custom elements that islands define, as JSX knows them. */
import type { HTMLAttributes } from "preact";

declare module "preact" {
  // biome-ignore lint/style/noNamespace: it is how preact lets elements be added.
  namespace JSX {
    interface IntrinsicElements {
      "clap-button": HTMLAttributes<HTMLElement>;
      "follow-button": HTMLAttributes<HTMLElement>;
      "reading-counter": HTMLAttributes<HTMLElement> & {
        "data-key"?: string;
        "data-csrf"?: string | undefined;
      };
      "story-editor": HTMLAttributes<HTMLElement>;
    }
  }
}
