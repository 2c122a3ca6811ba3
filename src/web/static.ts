/** Built files under /assets: named by their content, so they never change. */
import fastifyStatic from "@fastify/static";
import type { FastifyInstance } from "fastify";
import { PUBLIC_FOLDER } from "./assets.ts";

export async function serveAssets(server: FastifyInstance): Promise<void> {
  await server.register(fastifyStatic, {
    root: `${PUBLIC_FOLDER}assets`,
    serve: false,
    immutable: true,
    maxAge: "365d",
    index: false,
    preCompressed: true,
  });
  server.get<{ Params: { "*": string } }>(
    "/assets/*",
    { config: { who: "anyone" } },
    (request, reply) => reply.sendFile(request.params["*"]),
  );
}
