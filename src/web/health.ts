/** `/healthz`: the process answers. `/readyz`: it can also reach its database. */
import type { FastifyInstance } from "fastify";
import { z } from "zod";
import { sql } from "../store/db.ts";
import type { Site } from "./site.ts";

export function healthRoutes(server: FastifyInstance, { db }: Site): void {
  server.get("/healthz", { config: { who: "anyone" } }, async (_request, reply) =>
    reply.type("text/plain").send("ok\n"),
  );
  server.get("/readyz", { config: { who: "anyone" } }, async (_request, reply) => {
    await db.one(sql.of(z.object({ ready: z.int() }))`select 1 as ready`);
    return reply.type("text/plain").send("ready\n");
  });
}
