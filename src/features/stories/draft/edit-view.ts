/** What the editor's page shows of a story beside its fields. */
import { paragraphsOf } from "../../../core/stories/paragraphs.ts";
import type { Db } from "../../../store/db.ts";
import { storedDocument } from "../document/parse-document.ts";
import { picturesOf } from "../document/pictures.ts";
import { renderHtml } from "../document/render-html.ts";
import { lookupIn } from "../publication/render-revision.ts";
import { type OwnStory, ownImages } from "../store.ts";

export interface EditView {
  /** The text for a bare field; null for a story that such a field cannot hold. */
  plain: string | null;
  /** The text as readers would see it. */
  html: string;
}

export async function editView(db: Db, story: OwnStory): Promise<EditView> {
  const document = storedDocument(story.document);
  const keys = picturesOf(document).flatMap(({ key }) => key ?? []);
  const images = keys.length > 0 ? await ownImages(db, story.authorId, keys) : [];
  const html = renderHtml(document, lookupIn(new Map(images.map((image) => [image.key, image]))));
  return { plain: paragraphsOf(story.document), html };
}
