/** Built files under /assets: named by their content, so they never change. */
import fastifyStatic from "@fastify/static";
import type { FastifyInstance } from "fastify";
import { PUBLIC_FOLDER } from "./assets.ts";

export async function serveAssets(server: FastifyInstance): Promise<void> {
  await server.register(async (scope) => {
    scope.addHook("onRoute", (route) => {
      route.config = { ...route.config, who: "anyone" };
    });
    await scope.register(fastifyStatic, {
      root: `${PUBLIC_FOLDER}assets`,
      prefix: "/assets/",
      immutable: true,
      maxAge: "365d",
      index: false,
      preCompressed: true,
    });
  });
}
