/** Medium's page about the author: what of it a profile here can use. Addresses and ids are left out. */

import { isPictureSource } from "../../../core/stories/grammar.ts";
import { collapsed } from "../../../core/stories/text.ts";
import { fieldText } from "./fields.ts";
import { findElement, hasClass, parseSource } from "./source-tree.ts";

export interface ImportedProfile {
  name: string;
  /** Without the @; "" when there is none. */
  handle: string;
  bio: string;
  pictureUrl: string | null;
}

/** Null when the page is not a profile. */
export function parseProfile(source: string): ImportedProfile | null {
  const page = parseSource(source, "html");
  if (!page.ok) return null;
  const card = findElement(page.value, (element) => hasClass(element, "h-card"));
  if (card === null) return null;
  const part = (name: string) => findElement(card, (element) => hasClass(element, name));
  const text = (name: string) => {
    const element = part(name);
    return element === null ? "" : fieldText(element);
  };
  const photo = part("u-photo")?.attributes.src?.trim();
  return {
    name: text("p-name"),
    handle: collapsed(text("u-url")).replace(/^@/, ""),
    bio: text("p-note"),
    pictureUrl: isPictureSource(photo) && /^https?:/.test(photo) ? photo : null,
  };
}
