/** The guide, its versions, and each policy as data. */
import type { FastifyInstance } from "fastify";
import { canonicalJson } from "../../core/earnings/canonical-json.ts";
import { dayOf, monthOf } from "../../core/time.ts";
import { NotFound } from "../../web/departures.ts";
import { PLACES } from "../../web/parts/places.ts";
import { render } from "../../web/render.tsx";
import type { Site } from "../../web/site.ts";
import { deskPolicyRoutes } from "./desk-routes.tsx";
import { GuidePage } from "./guide-page.tsx";
import { findVersion, policyOf, versions } from "./store.ts";
import { VersionsPage } from "./versions-page.tsx";

const anyone = { config: { who: "anyone" } } as const;

interface ByName {
  Params: { name: string };
}

export function policyRoutes(server: FastifyInstance, site: Site): void {
  const { db, clock } = site;
  deskPolicyRoutes(server, site);
  const kept = { config: { who: "anyone", keep: () => ["policy"] } } as const;
  server.get(PLACES.guide, kept, async (request, reply) => {
    const version = await policyOf(db, monthOf(clock()));
    const { viewer, url: path } = request;
    return render(reply, <GuidePage {...{ version, viewer, path }} inForce />);
  });
  server.get("/guide/policy.json", anyone, async (_request, reply) => {
    const { policy } = await policyOf(db, monthOf(clock()));
    return reply.type("application/json; charset=utf-8").send(canonicalJson(policy));
  });
  versionRoutes(server, site);
}

/** Which version is in force changes with the day, so these are not kept. */
function versionRoutes(server: FastifyInstance, { db, clock }: Site): void {
  server.get(PLACES.versions, anyone, async (request, reply) => {
    const { version: inForce } = await policyOf(db, monthOf(clock()));
    const all = { versions: await versions(db), inForce, today: dayOf(clock()) };
    const { viewer, url: path } = request;
    return render(reply, <VersionsPage {...{ ...all, viewer, path }} />);
  });
  server.get<ByName>(`${PLACES.versions}/:name`, anyone, async (request, reply) => {
    const version = await findVersion(db, request.params.name);
    if (!version) throw new NotFound();
    const now = await policyOf(db, monthOf(clock()));
    const inForce = now.version === version.version;
    const { viewer, url: path } = request;
    return render(reply, <GuidePage {...{ version, inForce, viewer, path }} />);
  });
  server.get<ByName>(`${PLACES.versions}/:name/policy.json`, anyone, async (request, reply) => {
    const version = await findVersion(db, request.params.name);
    if (!version) throw new NotFound();
    return reply.type("application/json; charset=utf-8").send(canonicalJson(version.policy));
  });
}
