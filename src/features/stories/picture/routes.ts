/** Pictures: added by their owner, sent to whoever may see where they stand. */
import type { FastifyInstance, FastifyRequest } from "fastify";
import { z } from "zod";
import { refuse } from "../../../core/ruling.ts";
import {
  PICTURE_BYTES_MAX,
  PICTURE_WIDTH_SMALL,
  pictureSentences,
} from "../../../core/stories/picture.ts";
import { Malformed, NotFound } from "../../../web/departures.ts";
import { signedIn } from "../../../web/session.ts";
import type { Site } from "../../../web/site.ts";
import { addPicture, largeFile, smallFile } from "./add-picture.ts";
import { pictureForReader } from "./picture-for-reader.ts";

const PictureKey = z.object({ key: z.string().regex(/^[a-z0-9]{16}$/) });

/** A picture's bytes never change, so whoever may keep it may keep it for ever. */
const KEPT = "public, max-age=31536000, immutable";
const NOT_KEPT = "private, no-store";

export function pictureRoutes(server: FastifyInstance, site: Site): void {
  server.post("/images", { config: { who: "reader" } }, async (request, reply) => {
    const owner = signedIn(request).readerId;
    const bytes = await uploaded(request);
    const ruling = bytes ? await addPicture(site, owner, bytes) : refuse("too-large" as const);
    if (ruling.ok) return reply.code(201).send(ruling.value);
    const { refusal } = ruling;
    const status = refusal === "no-room" ? 507 : 422;
    return reply.code(status).send({ refusal, text: pictureSentences[refusal] });
  });

  server.get("/images/:key", { config: { who: "anyone" } }, async (request, reply) => {
    const { data } = PictureKey.safeParse(request.params);
    const picture = data && (await pictureForReader(site.db, data.key, request.viewer));
    if (!picture) throw new NotFound();
    const small = wantsSmall(request) && picture.width > PICTURE_WIDTH_SMALL;
    const file = await site.files.find(small ? smallFile(picture.key) : largeFile(picture.key));
    if (!file) throw new NotFound();
    return reply
      .type("image/webp")
      .header("cache-control", picture.isPublic ? KEPT : NOT_KEPT)
      .header("content-length", file.bytes)
      .send(file.stream());
  });
}

/** The one file of the request; null when it is larger than a picture may be. */
async function uploaded(request: FastifyRequest): Promise<Buffer | null> {
  if (!request.isMultipart()) throw new Malformed("A picture is sent as a file of a form.");
  const part = await request.file({
    limits: { fileSize: PICTURE_BYTES_MAX, files: 1 },
    throwFileSizeLimit: false,
  });
  if (!part) throw new Malformed("There was no file in what was sent.");
  const bytes = await part.toBuffer();
  return part.file.truncated ? null : bytes;
}

function wantsSmall(request: FastifyRequest): boolean {
  return request.url.endsWith(`?width=${PICTURE_WIDTH_SMALL}`);
}
