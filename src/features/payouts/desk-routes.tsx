/** Payouts as the operator meets them: batches, files, partners. */
import type { FastifyInstance, FastifyReply, FastifyRequest } from "fastify";
import { z } from "zod";
import type { ReaderId } from "../../core/ids.ts";
import { sum } from "../../core/money.ts";
import { enqueue } from "../../jobs/queue.ts";
import { findTaskUnderWay } from "../../jobs/standing.ts";
import { readerId } from "../../store/columns.ts";
import { type Db, sql } from "../../store/db.ts";
import { NotFound } from "../../web/departures.ts";
import { readForm, type Typed, untouched } from "../../web/form.ts";
import { render } from "../../web/render.tsx";
import { signedIn } from "../../web/session.ts";
import { holdsOf } from "../earnings/holds/hold-store.ts";
import { isCountry } from "../partners/countries.ts";
import { BatchPage } from "./batches/batch-page.tsx";
import { batchSummaries, findBatch, findOpenBatch, turnsOf } from "./batches/batch-store.ts";
import { DESK_PAYOUTS, DeskPayoutsPage } from "./desk-payouts-page.tsx";
import { dormanciesOf } from "./dormancy/dormancy-store.ts";
import { fileRoutes } from "./files/file-routes.tsx";
import { waitingPayments } from "./files/file-store.ts";
import { payableNow, unansweredPayouts } from "./ready-store.ts";
import { payoutMinimum } from "./request-payout.ts";
import type { Room } from "./routes.tsx";
import { findPayee, newestPayouts, payoutsOf } from "./store.ts";
import { PartnerDeskPage } from "./withholding/partner-desk-page.tsx";
import { recordWithholding, withholdingsOf } from "./withholding/withholding-store.ts";

const BATCH = "pay-out";
const PAYOUTS_SHOWN = 50;
const BATCHES_SHOWN = 12;

const operator = { config: { who: "operator" } } as const;

interface ByHandle {
  Params: { handle: string };
}

export function deskPayoutRoutes(server: FastifyInstance, room: Room): void {
  server.get(DESK_PAYOUTS, operator, (request, reply) => showDesk(room, request, reply));
  server.post(DESK_PAYOUTS, operator, async (_request, reply) => {
    const batch = await findTaskUnderWay(room.db, BATCH);
    if (!batch) await room.db.transaction((tx) => enqueue(tx, BATCH, {}, { key: BATCH }));
    return reply.redirect(DESK_PAYOUTS, 303);
  });
  fileRoutes(server, room);
  const partner = `${DESK_PAYOUTS}/partners/:handle`;
  server.get<ByHandle>(partner, operator, (request, reply) => showPartner(room, request, reply));
  server.post<ByHandle>(`${partner}/withholding`, operator, (request, reply) =>
    withhold(room, request, reply),
  );
  server.get<{ Params: { batch: string } }>(
    `${DESK_PAYOUTS}/:batch`,
    operator,
    async (request, reply) => {
      const { batch: id } = request.params;
      const batch = /^[1-9]\d{0,8}$/.test(id) ? await findBatch(room.db, Number(id)) : null;
      if (!batch) throw new NotFound();
      const turns = await turnsOf(room.db, batch.id);
      return render(reply, <BatchPage {...{ batch, turns }} viewer={signedIn(request)} />);
    },
  );
}

async function showDesk({ db, clock }: Room, request: FastifyRequest, reply: FastifyReply) {
  const viewer = signedIn(request);
  const minimumMicros = await payoutMinimum(db, clock());
  const page = {
    ...{ viewer, minimumMicros },
    task: await findTaskUnderWay(db, BATCH),
    open: await findOpenBatch(db),
    batches: await batchSummaries(db, BATCHES_SHOWN),
    payable: await payableNow(db, minimumMicros),
    unanswered: await unansweredPayouts(db),
    inFiles: (await waitingPayments(db)).length,
    payouts: await newestPayouts(db, PAYOUTS_SHOWN),
  };
  return render(reply, <DeskPayoutsPage {...page} />);
}

const Person = z.object({ readerId, handle: z.string(), name: z.string() });

function findPerson(db: Db, handle: string): Promise<z.output<typeof Person> | null> {
  return db.maybe(sql.of(Person)`
    select id as reader_id, handle, name from reader where handle = ${handle}`);
}

async function partnerOf({ db }: Room, request: FastifyRequest<ByHandle>) {
  const person = await findPerson(db, request.params.handle);
  const payee = person && (await findPayee(db, person.readerId));
  if (!payee) throw new NotFound();
  return { person, payee };
}

async function showPartner(
  room: Room,
  request: FastifyRequest<ByHandle>,
  reply: FastifyReply,
  typed: Typed = untouched,
) {
  const { db } = room;
  const { person, payee } = await partnerOf(room, request);
  const id: ReaderId = person.readerId;
  const page = {
    ...{ viewer: signedIn(request), person, payee, typed },
    holds: await holdsOf(db, id),
    asleepMicros: sum((await dormanciesOf(db, id)).map(({ micros }) => micros)),
    payouts: await payoutsOf(db, id),
    withholdings: await withholdingsOf(db, id),
  };
  return render(reply, <PartnerDeskPage {...page} />);
}

const WithholdingForm = z.object({
  form: z.string().trim().min(1, "Name the form.").max(40),
  formRef: z.string().trim().min(1, "Say where the form is kept.").max(80),
  authority: z.string().refine(isCountry, "Choose a country."),
  rate: z
    .string()
    .trim()
    .regex(/^\d{1,2}(\.\d{1,2})?$/, "Write a number from 0 to 99.99, such as 15 or 7.5.")
    .transform((text) => Math.round(Number(text) * 100)),
});

async function withhold(room: Room, request: FastifyRequest<ByHandle>, reply: FastifyReply) {
  const { person } = await partnerOf(room, request);
  const form = readForm(WithholdingForm, request.body);
  if (!form.ok) return showPartner(room, request, reply.code(422), form);
  const { rate: rateBps, ...given } = form.value;
  const who = { partner: person.readerId, by: signedIn(request).readerId };
  await room.db.transaction((tx) =>
    recordWithholding(tx, room.clock(), who, { ...given, rateBps }),
  );
  return reply.redirect(`${DESK_PAYOUTS}/partners/${person.handle}`, 303);
}
