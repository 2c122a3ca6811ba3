/** Pictures of people: sent by their owner, shown to anyone. */
import type { FastifyInstance, FastifyRequest } from "fastify";
import { PICTURE_BYTES_MAX, pictureSentences } from "../../../core/stories/picture.ts";
import { NotFound } from "../../../web/departures.ts";
import { signedIn } from "../../../web/session.ts";
import type { Site } from "../../../web/site.ts";
import { changePicture, pictureFile, removePicture } from "./change-picture.ts";
import { showRefused } from "./show-refused.tsx";

const NOTHING_CHOSEN = "Choose a file first.";

export function pictureRoutes(server: FastifyInstance, site: Site): void {
  server.post("/me/picture", { config: { who: "reader" } }, async (request, reply) => {
    const bytes = await uploaded(request);
    if (bytes === "too-large") return refused(pictureSentences["too-large"]);
    if (bytes.length === 0) return refused(NOTHING_CHOSEN);
    const ruling = await changePicture(site, signedIn(request).readerId, bytes);
    if (!ruling.ok) return refused(pictureSentences[ruling.refusal]);
    return reply.redirect("/me?done=picture", 303);

    function refused(picture: string) {
      return showRefused(site, request, reply, ["picture", { picture }]);
    }
  });

  server.post("/me/picture/removal", { config: { who: "reader" } }, async (request, reply) => {
    await removePicture(site, signedIn(request).readerId);
    return reply.redirect("/me?done=picture", 303);
  });

  server.get<{ Params: { key: string } }>(
    "/pictures/:key",
    { config: { who: "anyone" } },
    async (request, reply) => {
      const { key } = request.params;
      const file = /^[a-z0-9]{16}$/.test(key) ? await site.files.find(pictureFile(key)) : null;
      if (!file) throw new NotFound();
      return reply
        .type("image/webp")
        .header("content-disposition", "inline")
        .header("cache-control", "public, max-age=31536000, immutable")
        .header("content-length", file.bytes)
        .send(file.stream());
    },
  );
}

/** The file of the form, empty when none was chosen. */
async function uploaded(request: FastifyRequest): Promise<Buffer | "too-large"> {
  if (!request.isMultipart()) return Buffer.alloc(0);
  const part = await request.file({
    limits: { fileSize: PICTURE_BYTES_MAX, files: 1 },
    throwFileSizeLimit: false,
  });
  if (!part) return Buffer.alloc(0);
  const bytes = await part.toBuffer();
  return part.file.truncated ? "too-large" : bytes;
}
