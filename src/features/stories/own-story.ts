/** The story a request is about, for routes that are its author's alone. */
import type { FastifyRequest } from "fastify";
import { z } from "zod";
import type { AuthorId } from "../../core/ids.ts";
import { NotFound } from "../../web/departures.ts";
import { signedIn } from "../../web/session.ts";
import type { Site } from "../../web/site.ts";
import { findOwnStory, type OwnStory } from "./store.ts";

const StoryKey = z.object({ key: z.string().regex(/^[a-z0-9]{10}$/) });

/** Whose story, by its address; whether it exists is not looked at. */
export interface StoryPlace {
  authorId: AuthorId;
  key: string;
}

export function placeOf(request: FastifyRequest): StoryPlace {
  const { data } = StoryKey.safeParse(request.params);
  if (!data) throw new NotFound();
  return { authorId: signedIn(request).readerId, key: data.key };
}

/** Somebody else's story is not found, as one that does not exist. */
export async function ownStoryOf({ db }: Site, request: FastifyRequest): Promise<OwnStory> {
  const { authorId, key } = placeOf(request);
  const story = await findOwnStory(db, authorId, key);
  if (!story) throw new NotFound();
  return story;
}
