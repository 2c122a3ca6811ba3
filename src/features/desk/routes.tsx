/** The operator's console: how the house stands, and its books. */
import type { FastifyInstance } from "fastify";
import { z } from "zod";
import { PLACES } from "../../web/parts/places.ts";
import { render } from "../../web/render.tsx";
import { signedIn } from "../../web/session.ts";
import type { Site } from "../../web/site.ts";
import { mayCall } from "../../web/viewer.ts";
import { auditBooks } from "../ledger/audit-books.ts";
import { LEDGER } from "../ledger/check-books.ts";
import { findLastCheck } from "../ledger/check-store.ts";
import { findLastSeal } from "../ledger/seals.ts";
import { trialBalance } from "../ledger/store.ts";
import { DeskPage } from "./desk-page.tsx";
import { LedgerPage } from "./ledger-page.tsx";
import { overviewOf } from "./overview.ts";

const Query = z.object({ check: z.literal("all").optional() }).catch({});

export function deskRoutes(server: FastifyInstance, { db, clock }: Site): void {
  server.get(PLACES.desk, { config: { who: "reviewer" } }, async (request, reply) => {
    const viewer = signedIn(request);
    const overview = await overviewOf(db, clock(), mayCall("operator", viewer));
    return render(reply, <DeskPage viewer={viewer} {...overview} />);
  });

  server.get(LEDGER, { config: { who: "operator" } }, async (request, reply) => {
    const viewer = signedIn(request);
    const [lines, check, seal] = [
      await trialBalance(db),
      await findLastCheck(db),
      await findLastSeal(db),
    ];
    const wanted = Query.parse(request.query).check;
    const findings = wanted ? await auditBooks(db) : null;
    return render(reply, <LedgerPage {...{ viewer, lines, findings, check, seal }} />);
  });
}
