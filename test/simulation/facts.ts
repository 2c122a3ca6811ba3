/**
 * What the site decided, and when: which days a charge pays for, when a refund or a payout was asked for,
 * when a month closed. And what it believes: its books, its statements, its lines. One question asks all.
 *
 * Amounts that the site decided are beliefs: the model has its own, and they are compared.
 */
import pg from "pg";
import type { DatabaseConfig } from "../../src/store/db.ts";

export interface ChargeFact {
  id: number;
  key: string;
  ref: string;
  reader: number;
  membership: number;
  plan: string;
  from: string;
  to: string;
  /** When we wrote it down, in milliseconds, as all instants here. */
  at: number;
  believed: string;
}

export interface RefundFact {
  id: number;
  key: string;
  charge: number;
  kind: "unused" | "part";
  from: string;
  state: "asked" | "paid" | "refused";
  askedAt: number;
  answeredAt: number | null;
  believed: string;
}

export interface ClosingFact {
  month: string;
  startedAt: number;
  closedAt: number | null;
}

export interface PayoutFact {
  id: number;
  key: string;
  partner: number;
  state: string;
  askedAt: number;
  settledAt: number | null;
  believed: string;
}

/** Shares that wait until a day. */
export interface HoldFact {
  month: string;
  author: number;
  until: string;
  releasedAt: number | null;
}

/** What part of an author's share from a member waits in escrow, as it was when the month began to close. */
export interface EscrowFact {
  month: string;
  member: number;
  author: number;
  bps: number;
  end: number | null;
  believed: string;
}

export interface EscrowEndFact {
  id: number;
  author: number;
  how: "faded" | "released" | "forfeited";
  at: number;
}

/** What integrity said of a follow when its month began to close. */
export interface TieFact {
  month: string;
  follower: number;
  followee: number;
  class: "earned" | "unproven" | "traded";
}

/** A charge that a cardholder's bank takes back. */
export interface DisputeFact {
  id: number;
  ref: string;
  charge: number;
  state: "open" | "won" | "lost";
  openedAt: number;
  decidedAt: number | null;
}

/** What was taken of whom, for a refund or a dispute. */
export interface PartFact {
  charge: number;
  refund: number | null;
  dispute: number | null;
  holder: string;
  month: string | null;
  author: number | null;
  micros: string;
}

/** Who got a charge's part of a month: written down when it is first taken back. */
export interface ShareFact {
  charge: number;
  month: string;
  poolMonth: string;
  holder: string;
  author: number | null;
  micros: string;
}

export interface AttemptFact {
  key: string;
  reader: number;
  state: "asked" | "charged" | "declined";
}

export interface Facts {
  charges: ChargeFact[];
  refunds: RefundFact[];
  closings: ClosingFact[];
  payouts: PayoutFact[];
  holds: HoldFact[];
  escrows: EscrowFact[];
  escrowEnds: EscrowEndFact[];
  ties: TieFact[];
  disputes: DisputeFact[];
  parts: PartFact[];
  shares: ShareFact[];
  attempts: AttemptFact[];
  /** Code, subject, and what was debited less what was credited. */
  accounts: [string, string, string][];
  /** Month, author, amount. */
  statements: [string, number, string][];
  /** Month, member, author, story, amount. */
  lines: [string, number, number, number, string][];
}

const QUESTION = `
  select json_build_object(
    'charges', (select coalesce(json_agg(json_build_object(
        'id', charge.id, 'key', attempt.key, 'ref', bank_ref, 'reader', charge.reader_id,
        'membership', membership_id, 'plan', plan_code, 'from', span_from, 'to', span_to,
        'at', ms(charged_at), 'believed', cash_micros || ' less ' || fee_micros) order by charge.id), '[]')
      from charge join charge_attempt attempt on attempt.id = attempt_id),
    'refunds', (select coalesce(json_agg(json_build_object(
        'id', id, 'key', key, 'charge', charge_id, 'kind', kind, 'from', from_day, 'state', state,
        'askedAt', ms(asked_at), 'answeredAt', ms(answered_at), 'believed', micros::text) order by id), '[]')
      from refund),
    'closings', (select coalesce(json_agg(json_build_object(
        'month', month, 'startedAt', ms(started_at), 'closedAt', ms(closed_at)) order by month), '[]')
      from closing),
    'payouts', (select coalesce(json_agg(json_build_object(
        'id', id, 'key', key, 'partner', partner_id, 'state', state, 'askedAt', ms(asked_at),
        'settledAt', ms(settled_at), 'believed', micros::text) order by id), '[]')
      from payout),
    'holds', (select coalesce(json_agg(json_build_object(
        'month', month, 'author', author_id, 'until', until_on, 'releasedAt', ms(released_at))
        order by month, author_id, until_on), '[]')
      from share_hold),
    'escrows', (select coalesce(json_agg(json_build_object(
        'month', month, 'member', member_id, 'author', author_id, 'bps', bps, 'end', end_id,
        'believed', micros::text)), '[]')
      from month_hold),
    'escrowEnds', (select coalesce(json_agg(json_build_object(
        'id', id, 'author', author_id, 'how', how, 'at', ms(ended_at)) order by id), '[]')
      from escrow_end),
    'ties', (select coalesce(json_agg(json_build_object(
        'month', month, 'follower', follower_id, 'followee', followee_id, 'class', class)), '[]')
      from month_tie),
    'disputes', (select coalesce(json_agg(json_build_object(
        'id', id, 'ref', ref, 'charge', charge_id, 'state', state, 'openedAt', ms(opened_at),
        'decidedAt', ms(decided_at)) order by id), '[]')
      from dispute),
    'parts', (select coalesce(json_agg(json_build_object(
        'charge', charge_id, 'refund', refund_id, 'dispute', dispute_id, 'holder', holder,
        'month', month, 'author', author_id, 'micros', micros::text) order by id), '[]')
      from take_back_part),
    'shares', (select coalesce(json_agg(json_build_object(
        'charge', charge_id, 'month', month, 'poolMonth', pool_month, 'holder', holder,
        'author', nullif(author_id, 0), 'micros', micros::text)), '[]')
      from charge_share),
    'attempts', (select coalesce(json_agg(json_build_object(
        'key', key, 'reader', reader_id, 'state', state) order by id), '[]')
      from charge_attempt),
    'accounts', (select coalesce(json_agg(json_build_array(
        code, subject, (debit_micros - credit_micros)::text)), '[]')
      from ledger_account account join balance on balance.account_id = account.id),
    'statements', (select coalesce(json_agg(json_build_array(month, author_id, micros::text)), '[]')
      from statement),
    'lines', (select coalesce(json_agg(json_build_array(
        month, member_id, author_id, story_id, micros::text)), '[]')
      from allocation_line join closing using (month) where closing.state = 'closed')) as facts`.replace(
  /\bms\((\w+)\)/g,
  "(extract(epoch from $1) * 1000)::bigint",
);

export async function factsOf(client: pg.Client): Promise<Facts> {
  const { rows } = await client.query<{ facts: Facts }>({ name: "facts", text: QUESTION });
  return rows[0]!.facts;
}

export async function connected(config: DatabaseConfig): Promise<pg.Client> {
  const client = new pg.Client(config);
  client.on("error", () => {});
  await client.connect();
  return client;
}
