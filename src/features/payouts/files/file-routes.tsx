/** Payments by file, for the operator. */
import type { FastifyInstance, FastifyReply, FastifyRequest } from "fastify";
import { z } from "zod";
import type { AnswersRefusal } from "../../../core/payouts/bank-answers.ts";
import { bankText, NAME_CHARS_MAX } from "../../../core/payouts/bank-text.ts";
import {
  type FileFault,
  painXml,
  type TransferFile,
  transferCsv,
} from "../../../core/payouts/credit-transfer.ts";
import { isBic, ruleIban } from "../../../core/payouts/iban.ts";
import { NotFound } from "../../../web/departures.ts";
import { readForm, type Typed, untouched } from "../../../web/form.ts";
import type { NoticeProps } from "../../../web/parts/notice.tsx";
import { render } from "../../../web/render.tsx";
import { signedIn } from "../../../web/session.ts";
import type { Room } from "../routes.tsx";
import { ibanSentences } from "../sentences.ts";
import { FilePage } from "./file-page.tsx";
import {
  findDebtor,
  findFile,
  paymentFiles,
  paymentsOf,
  recordDebtor,
  waitingPayments,
} from "./file-store.ts";
import { FILES, FilesPage } from "./files-page.tsx";
import { findTransferFile, type MakeRefusal, makeFile } from "./make-file.ts";
import { markPayments, refusePayment, takeAnswers } from "./mark-payments.ts";

const operator = { config: { who: "operator" } } as const;

const FILES_SHOWN = 50;
const UPLOAD_BYTES_MAX = 2 * 1024 * 1024;

interface ById {
  Params: { file: string };
}

export function fileRoutes(server: FastifyInstance, room: Room): void {
  server.get(FILES, operator, (request, reply) => showFiles(room, request, reply));
  server.post(FILES, operator, (request, reply) => make(room, request, reply));
  server.post(`${FILES}/debtor`, operator, (request, reply) => saveDebtor(room, request, reply));
  server.post(`${FILES}/refusals`, operator, async (request, reply) => {
    const { key } = z.object({ key: z.string() }).parse(request.body);
    await refusePayment(room.db, room.bank, room.clock(), key);
    return reply.redirect(FILES, 303);
  });
  server.get<ById>(`${FILES}/:file`, operator, (request, reply) => showFile(room, request, reply));
  server.post<ById>(`${FILES}/:file/answers`, operator, (request, reply) =>
    mark(room, request, reply),
  );
  server.post<ById>(`${FILES}/:file/uploads`, operator, (request, reply) =>
    upload(room, request, reply),
  );
  server.get<ById>(`${FILES}/:file/pain.xml`, operator, async (request, reply) =>
    download(reply, await transferFile(room, request), ["application/xml", "xml", painXml]),
  );
  server.get<ById>(`${FILES}/:file/payments.csv`, operator, async (request, reply) =>
    download(reply, await transferFile(room, request), ["text/csv", "csv", transferCsv]),
  );
}

function idOf(request: FastifyRequest<ById>): number {
  const { file } = request.params;
  if (!/^[1-9]\d{0,8}$/.test(file)) throw new NotFound();
  return Number(file);
}

async function transferFile({ db }: Room, request: FastifyRequest<ById>): Promise<TransferFile> {
  const file = await findTransferFile(db, idOf(request));
  if (!file) throw new NotFound();
  return file;
}

function download(
  reply: FastifyReply,
  file: TransferFile,
  [type, ending, write]: [string, string, (file: TransferFile) => string],
) {
  return reply
    .type(`${type}; charset=utf-8`)
    .header("content-disposition", `attachment; filename="${file.messageId}.${ending}"`)
    .send(write(file));
}

interface Shown {
  notice?: NoticeProps | null;
  typed?: Typed;
}

async function showFiles(
  { db }: Room,
  request: FastifyRequest,
  reply: FastifyReply,
  { notice = null, typed = untouched }: Shown = {},
) {
  const viewer = signedIn(request);
  const debtor = await findDebtor(db);
  const waiting = await waitingPayments(db);
  const files = await paymentFiles(db, FILES_SHOWN);
  return render(reply, <FilesPage {...{ viewer, debtor, waiting, files, typed, notice }} />);
}

const makeSentences: Record<Exclude<MakeRefusal, keyof typeof ibanSentences>, string> = {
  "no-debtor": "Say first from which account the bank pays.",
  "no-payments": "No payment waits for a file.",
  "no-name": "A name is missing.",
  "no-amount": "An amount is nothing.",
  "not-payable": "An amount is no whole multiple of what banks pay in this currency.",
  twice: "A payment is there twice.",
  "bad-bic": "The BIC of the house’s bank is not one.",
};

async function make(room: Room, request: FastifyRequest, reply: FastifyReply) {
  const made = await makeFile(room.db, room.bank, room.clock(), signedIn(request).readerId);
  if (made.ok) return reply.redirect(`${FILES}/${made.value}`, 303);
  const sentences: Record<MakeRefusal | FileFault, string> = { ...makeSentences, ...ibanSentences };
  const where = made.endToEndId ? `${made.endToEndId}: ` : "";
  const children = `${where}${sentences[made.refusal]}`;
  const notice = { tone: "refused", title: "No file was made", children } as const;
  return showFiles(room, request, reply.code(422), { notice });
}

const DebtorForm = z.object({
  name: z
    .string()
    .max(140)
    .refine((text) => bankText(text, NAME_CHARS_MAX) !== "", "Write the name in Latin letters."),
  iban: z.string().transform((text, context) => {
    const ruling = ruleIban(text);
    if (ruling.ok) return ruling.value;
    context.addIssue(ibanSentences[ruling.refusal]);
    return z.NEVER;
  }),
  bic: z
    .string()
    .default("")
    .transform((text) => text.replace(/\s/g, "").toUpperCase())
    .refine((text) => text === "" || isBic(text), "A BIC has eight or eleven characters."),
});

async function saveDebtor(room: Room, request: FastifyRequest, reply: FastifyReply) {
  const form = readForm(DebtorForm, request.body);
  if (!form.ok) return showFiles(room, request, reply.code(422), { typed: form });
  await recordDebtor(room.db, room.clock(), form.value);
  return reply.redirect(FILES, 303);
}

async function showFile(
  { db }: Room,
  request: FastifyRequest<ById>,
  reply: FastifyReply,
  notice: NoticeProps | null = null,
) {
  const file = await findFile(db, idOf(request));
  if (!file) throw new NotFound();
  const payments = await paymentsOf(db, file.id);
  return render(reply, <FilePage {...{ file, payments, notice }} viewer={signedIn(request)} />);
}

const AnswerForm = z.object({
  key: z.string(),
  state: z.enum(["paid", "returned"]),
  reason: z.string().max(200).default(""),
});

async function mark({ db, bank, clock }: Room, request: FastifyRequest<ById>, reply: FastifyReply) {
  const { key, state, reason } = AnswerForm.parse(request.body);
  const file = idOf(request);
  const known = (await paymentsOf(db, file)).some((payment) => payment.key === key);
  if (!known) throw new NotFound();
  await markPayments(db, bank, clock(), [{ endToEndId: key, state, reason }]);
  return reply.redirect(`${FILES}/${file}`, 303);
}

const answerSentences: Record<AnswersRefusal, string> = {
  "no-head": "the head is not end_to_end_id,state,reason",
  "wrong-columns": "there are more than three columns",
  "unknown-payment": "this file has no such payment",
  "unknown-state": "a state is paid or returned",
  twice: "the payment was answered above already",
};

async function upload(room: Room, request: FastifyRequest<ById>, reply: FastifyReply) {
  const { db, bank, clock } = room;
  const file = idOf(request);
  const text = await uploaded(request);
  if (text === null) {
    const children = "Choose a CSV file of at most two megabytes.";
    return showFile(room, request, reply.code(422), {
      tone: "refused",
      title: "Not taken",
      children,
    });
  }
  const ruling = await takeAnswers(db, bank, clock(), { file, text });
  if (ruling.ok) {
    const children = `${ruling.value} payments moved.`;
    return showFile(room, request, reply, { title: "Taken", children });
  }
  const children = `Line ${ruling.line ?? 1}: ${answerSentences[ruling.refusal]}. Nothing was taken.`;
  return showFile(room, request, reply.code(422), {
    tone: "refused",
    title: "Not taken",
    children,
  });
}

async function uploaded(request: FastifyRequest): Promise<string | null> {
  if (!request.isMultipart()) return null;
  const limits = { fileSize: UPLOAD_BYTES_MAX, files: 1 };
  const part = await request.file({ limits, throwFileSizeLimit: false });
  if (!part) return null;
  const bytes = await part.toBuffer();
  return part.file.truncated || bytes.length === 0 ? null : bytes.toString("utf8");
}
