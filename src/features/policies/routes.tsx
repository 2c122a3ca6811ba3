/** The guide, and the policy as data. */
import type { FastifyInstance } from "fastify";
import { canonicalJson } from "../../core/earnings/canonical-json.ts";
import { monthOf } from "../../core/time.ts";
import { render } from "../../web/render.tsx";
import type { Site } from "../../web/site.ts";
import { GuidePage } from "./guide-page.tsx";
import { policyOf } from "./store.ts";

export function policyRoutes(server: FastifyInstance, { db, clock }: Site): void {
  const kept = { config: { who: "anyone", keep: () => ["policy"] } } as const;
  server.get("/guide", kept, async (request, reply) => {
    const version = await policyOf(db, monthOf(clock()));
    return render(reply, <GuidePage {...{ version }} viewer={request.viewer} path={request.url} />);
  });
  server.get("/guide/policy.json", { config: { who: "anyone" } }, async (_request, reply) => {
    const { policy } = await policyOf(db, monthOf(clock()));
    return reply.type("application/json; charset=utf-8").send(canonicalJson(policy));
  });
}
