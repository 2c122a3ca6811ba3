/** Where one's own dues went: all months, one month, and the whole as CSV. */
import type { FastifyInstance } from "fastify";
import { parseMonth } from "../../../core/time.ts";
import { NotFound } from "../../../web/departures.ts";
import { render } from "../../../web/render.tsx";
import { signedIn } from "../../../web/session.ts";
import type { Site } from "../../../web/site.ts";
import { duesCsv } from "./dues-csv.ts";
import { DUES, DuesPage } from "./dues-page.tsx";
import { DuesMonthPage } from "./month-page.tsx";
import { duesLines, duesMonthsOf } from "./own-dues-store.ts";

const reader = { config: { who: "reader" } } as const;

interface ByMonth {
  Params: { month: string };
}

export function ownDuesRoutes(server: FastifyInstance, { db }: Site): void {
  server.get(DUES, reader, async (request, reply) => {
    const viewer = signedIn(request);
    const months = await duesMonthsOf(db, viewer.readerId);
    return render(reply, <DuesPage viewer={viewer} months={months} />);
  });

  server.get(`${DUES}.csv`, reader, async (request, reply) => {
    const { readerId } = signedIn(request);
    const months = await duesMonthsOf(db, readerId);
    const all = [];
    for (const dues of months) all.push({ dues, lines: await duesLines(db, readerId, dues.month) });
    return reply
      .type("text/csv; charset=utf-8")
      .header("content-disposition", 'attachment; filename="dues.csv"')
      .send(duesCsv(all));
  });

  server.get<ByMonth>(`${DUES}/:month`, reader, async (request, reply) => {
    const viewer = signedIn(request);
    const month = parseMonth(request.params.month);
    if (!month.ok) throw new NotFound();
    const months = await duesMonthsOf(db, viewer.readerId);
    const dues = months.find((one) => one.month === month.value);
    if (!dues) throw new NotFound();
    const lines = await duesLines(db, viewer.readerId, month.value);
    return render(reply, <DuesMonthPage {...{ viewer, dues, lines }} />);
  });
}
