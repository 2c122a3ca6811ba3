/** Bringing stories in: the form, and the report of each import. */
import type { FastifyInstance, FastifyRequest } from "fastify";
import { z } from "zod";
import { Malformed, NotFound } from "../../../web/departures.ts";
import { render } from "../../../web/render.tsx";
import { signedIn } from "../../../web/session.ts";
import type { Site } from "../../../web/site.ts";
import { beginImport, beginSentences, IMPORT_BYTES_MAX } from "./begin-import.ts";
import { ImportPage, importUrl } from "./import-page.tsx";
import { findPastImport, importItems, pastImports } from "./past-imports.ts";
import { ReportPage } from "./report-page.tsx";
import type { UploadedFile } from "./uploads.ts";

const Place = z.object({ number: z.coerce.number().int().min(1).max(1_000_000_000) });
const Query = z.object({ page: z.coerce.number().int().min(1).max(100_000).catch(1) });

const FILES_MAX = 200;

export function intakeRoutes(server: FastifyInstance, site: Site): void {
  const reader = { config: { who: "reader" as const } };

  server.get("/import", reader, async (request, reply) => {
    return render(reply, await importPage(site, request));
  });

  server.post("/import", reader, async (request, reply) => {
    const { uploads, publish } = await received(request);
    const wish = { uploads, publish };
    const ruling = await beginImport(site, signedIn(request).readerId, wish);
    if (ruling.ok) return reply.redirect(importUrl(ruling.value), 303);
    const shown = { error: beginSentences[ruling.refusal], publish };
    return render(reply.code(422), await importPage(site, request, shown));
  });

  server.get("/import/:number", reader, async (request, reply) => {
    const viewer = signedIn(request);
    const { data } = Place.safeParse(request.params);
    const past = data && (await findPastImport(site.db, viewer.readerId, data.number));
    if (!past) throw new NotFound();
    const page = Query.parse(request.query).page - 1;
    const items = await importItems(site.db, past, page);
    return render(reply, <ReportPage {...{ site, viewer, path: "/import", past, items, page }} />);
  });
}

async function importPage(
  site: Site,
  request: FastifyRequest,
  shown: { error?: string; publish?: boolean } = {},
) {
  const viewer = signedIn(request);
  const imports = await pastImports(site.db, viewer.readerId);
  return <ImportPage {...{ site, viewer, path: "/import", imports }} {...shown} />;
}

/**
 * What the form sent. Beyond the limit the rest is read and let go, so that the answer arrives; a
 * file cut short counts as one byte too many.
 */
async function received(
  request: FastifyRequest,
): Promise<{ uploads: UploadedFile[]; publish: boolean }> {
  if (!request.isMultipart()) throw new Malformed("Files are sent by the form of this page.");
  const uploads: UploadedFile[] = [];
  let publish = false;
  let room = IMPORT_BYTES_MAX + 1;
  const options = { limits: { fileSize: room, files: FILES_MAX }, throwFileSizeLimit: false };
  for await (const part of request.parts(options)) {
    if (part.type === "field") {
      publish ||= part.fieldname === "publish";
      continue;
    }
    const bytes = room > 0 ? await part.toBuffer() : null;
    if (!bytes) part.file.resume();
    else if (part.filename !== "") uploads.push({ name: part.filename, bytes });
    room -= bytes?.length ?? 0;
  }
  return { uploads, publish };
}
