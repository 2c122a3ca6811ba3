/**
 * Runs in SQL: writing down what a scoring of the whole community found. Sole writer of `integrity_run`,
 * `integrity_account`, `integrity_group`, `integrity_member` and `integrity_pair`.
 */
import { z } from "zod";
import type { RunId } from "../../core/ids.ts";
import type { Accounts } from "../../core/integrity/events.ts";
import { CHANNELS, type Group, type Pairs, type Scores } from "../../core/integrity/score.ts";
import { runId } from "../../store/columns.ts";
import { type Db, sql, type Tx } from "../../store/db.ts";
import type { EventCounts } from "./events-store.ts";

/** Any number does that no other lock of the house has. */
const RUNS_LOCK = 6_120_771_431;

/** Makes whoever records or reads a whole run wait until `tx` ends: a run is seen whole or not at all. */
export async function lockRuns(tx: Tx): Promise<void> {
  await tx.run(sql`select pg_advisory_xact_lock(${RUNS_LOCK})`);
}

/** A run that begins. It counts for nothing before its end is recorded. */
export async function insertRun(db: Db, at: Date, until: Date): Promise<RunId> {
  const { id } = await db.one(sql.of(z.object({ id: runId }))`
    insert into integrity_run (started_at, until_at) values (${at}, ${until}) returning id`);
  return id;
}

export interface RunEnd {
  counts: EventCounts;
  scores: Scores;
  /** Milliseconds. */
  stages: Record<string, number>;
}

export async function recordRunEnd(
  tx: Tx,
  at: Date,
  run: RunId,
  { counts, scores, stages }: RunEnd,
): Promise<void> {
  const flagged = scores.flagged.reduce((sum, one) => sum + one, 0);
  const groups = scores.groups.filter(({ released }) => !released).length;
  await tx.run(sql`
    update integrity_run
       set ended_at = ${at}, accounts = ${counts.accounts}, stories = ${counts.stories},
           follows = ${counts.follows}, reads = ${counts.reads}, claps = ${counts.claps},
           responses = ${counts.responses}, enough_evidence = ${scores.enoughEvidence},
           flagged = ${flagged}, groups = ${groups}, stages = ${JSON.stringify(stages)}::jsonb,
           reference = ${JSON.stringify(scores.reference)}::jsonb
     where id = ${run}`);
}

/** Below this surprise an account is as one in fifty honest ones, and nothing is kept of it. */
const KEPT_FROM = 4;
const ROWS_AT_ONCE = 5_000;
/** JSON and the database know no infinity; nothing is more surprising than this anyway. */
const MOST = 1e6;
const finite = (value: number) => Math.max(-MOST, Math.min(MOST, value));

/** Accounts that stand out, and all members of groups. */
export async function insertAccounts(
  tx: Tx,
  run: RunId,
  { ids }: Accounts,
  scores: Scores,
): Promise<void> {
  const inGroup = new Set(scores.groups.flatMap(({ accounts }) => [...accounts]));
  const places = [...ids.keys()].filter(
    (place) =>
      scores.surprise[place]! >= KEPT_FROM || scores.flagged[place] === 1 || inGroup.has(place),
  );
  for (let from = 0; from < places.length; from += ROWS_AT_ONCE) {
    const rows = places.slice(from, from + ROWS_AT_ONCE).map((place) => ({
      account_id: ids[place],
      surprise: finite(scores.surprise[place]!),
      channel: CHANNELS[scores.channel[place]!],
      flagged: scores.flagged[place] === 1,
      surprises: scores.perChannel.map((column) => finite(column[place]!)),
      channel_values: scores.values.map((column) => finite(column[place]!)),
    }));
    await tx.run(sql`
      insert into integrity_account
             (run_id, account_id, surprise, channel, flagged, surprises, channel_values)
      select ${run}, account_id, surprise, channel, flagged, surprises, channel_values
        from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb)
          as row (account_id bigint, surprise float8, channel text, flagged boolean,
                  surprises float8[], channel_values float8[])`);
  }
}

export async function insertGroups(
  tx: Tx,
  run: RunId,
  { ids }: Accounts,
  groups: readonly Group[],
): Promise<void> {
  const rows = groups.map(({ surprise, released, alsoLooksLike }, place) => ({
    ...{ number: place + 1, surprise: finite(surprise), released, also: alsoLooksLike },
  }));
  await tx.run(sql`
    insert into integrity_group (run_id, number, surprise, released, also_looks_like)
    select ${run}, number, surprise, released, also
      from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb)
        as row (number int, surprise float8, released boolean, also text)`);
  const members = groups.flatMap(({ accounts }, place) =>
    [...accounts].map((account) => ({ number: place + 1, id: ids[account] })),
  );
  await tx.run(sql`
    insert into integrity_member (run_id, number, account_id)
    select ${run}, number, id
      from jsonb_to_recordset(${JSON.stringify(members)}::jsonb) as row (number int, id bigint)`);
}

/** Smaller parts than this of somebody's attention are let be. */
const DISCOUNT_MIN = 0.01;

export async function insertPairs(
  tx: Tx,
  run: RunId,
  { ids }: Accounts,
  { from, to, discount }: Pairs,
): Promise<void> {
  const places = [...discount.keys()].filter((pair) => discount[pair]! >= DISCOUNT_MIN);
  for (let first = 0; first < places.length; first += ROWS_AT_ONCE) {
    const some = places.slice(first, first + ROWS_AT_ONCE);
    await tx.run(sql`
      insert into integrity_pair (run_id, from_id, to_id, discount)
      select ${run}, * from unnest(
        ${some.map((pair) => ids[from[pair]!]!)}::bigint[],
        ${some.map((pair) => ids[to[pair]!]!)}::bigint[],
        ${some.map((pair) => Math.min(1, discount[pair]!))}::float8[])`);
  }
}

/** So many runs are kept, and those that stopped half-way among them. */
const RUNS_KEPT = 30;

export async function forgetOldRuns(tx: Tx, latest: RunId): Promise<void> {
  await tx.run(sql`
    delete from integrity_run
     where id < (select min(id) from (select id from integrity_run where id <= ${latest}
                                       order by id desc limit ${RUNS_KEPT}) as kept)`);
}
