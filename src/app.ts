/** The site: every room mounted on one server. */
import type { FastifyInstance } from "fastify";
import type { House } from "./cli/open-house.ts";
import { accountRoutes } from "./features/accounts/routes.tsx";
import { findViewer } from "./features/accounts/store.ts";
import { bankRoutes } from "./features/bank/routes.tsx";
import { caseRoutes } from "./features/cases/routes.tsx";
import { deskRoutes } from "./features/desk/routes.tsx";
import { earningsRoutes } from "./features/earnings/routes.tsx";
import { feedRoutes } from "./features/feed/routes.tsx";
import { followingRoutes } from "./features/following/routes.tsx";
import { labRoutes } from "./features/lab/routes.tsx";
import { membershipRoutes } from "./features/membership/routes.tsx";
import { noticeRoutes } from "./features/notices/routes.tsx";
import { partnerRoutes } from "./features/partners/routes.tsx";
import { payoutRoutes } from "./features/payouts/routes.tsx";
import { policyRoutes } from "./features/policies/routes.tsx";
import { profileRoutes } from "./features/profiles/routes.tsx";
import { readingRoutes } from "./features/reading/routes.tsx";
import { responseRoutes } from "./features/responses/routes.tsx";
import { storyRoutes } from "./features/stories/routes.tsx";
import { healthRoutes } from "./web/health.ts";
import type { PageCache } from "./web/page-cache.ts";
import { openServer } from "./web/server.ts";

export interface AppOptions {
  house: House;
  cache: PageCache;
  logLevel: string;
  trustedProxies: string[];
}

/** Ready to listen or to be injected into. */
export async function openApp(options: AppOptions): Promise<FastifyInstance> {
  const { house, cache, logLevel, trustedProxies } = options;
  const server = await openServer({
    site: house,
    cache,
    findViewer: (hash, at) => findViewer(house, hash, at),
    logLevel,
    trustedProxies,
  });
  healthRoutes(server, house);
  accountRoutes(server, house);
  bankRoutes(server, house);
  profileRoutes(server, house);
  storyRoutes(server, house);
  followingRoutes(server, house);
  responseRoutes(server, house);
  membershipRoutes(server, house);
  readingRoutes(server, house);
  feedRoutes(server, house);
  noticeRoutes(server, house);
  policyRoutes(server, house);
  partnerRoutes(server, house);
  earningsRoutes(server, house);
  payoutRoutes(server, house);
  labRoutes(server, house);
  caseRoutes(server, house);
  deskRoutes(server, house);
  await server.ready();
  return server;
}
