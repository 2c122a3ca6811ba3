/** Held responses in SQL. Sole writer of `held_response` and `held_decision`. */
import { z } from "zod";
import type { ReaderId, ResponseId } from "../../../core/ids.ts";
import { VERDICTS, type Verdict } from "../../../core/responses/holding.ts";
import { instant, readerId, responseId, storyId, whole } from "../../../store/columns.ts";
import { type Db, sql, type Tx } from "../../../store/db.ts";

export async function insertHeld(
  tx: Tx,
  at: Date,
  { key, offer }: { key: string; offer: number },
): Promise<void> {
  await tx.run(sql`
    insert into held_response (response_id, offer, held_at)
    select id, ${offer}, ${at} from response where key = ${key}`);
}

const HeldResponse = z.object({
  responseId,
  key: z.string(),
  text: z.string(),
  offer: z.number(),
  heldAt: instant,
  withdrawnAt: instant.nullable(),
  authorId: readerId,
  authorName: z.string(),
  authorHandle: z.string(),
  storyId,
  storyKey: z.string(),
  storySlug: z.string(),
  storyTitle: z.string(),
  storyAuthorHandle: z.string(),
  decisions: z.int(),
  verdict: z.enum(VERDICTS).nullable(),
  reason: z.string().nullable(),
  decidedAt: instant.nullable(),
  decidedByName: z.string().nullable(),
});
export type HeldResponse = z.output<typeof HeldResponse>;

interface Wish {
  key?: string;
  state?: "waiting" | "decided";
  limit: number;
}

function heldBy(db: Db, { key = "", state, limit }: Wish): Promise<HeldResponse[]> {
  const isWaiting = state === undefined ? null : state === "waiting";
  return db.many(sql.of(HeldResponse)`
    select h.response_id, response.key, text, offer, held_at, response.withdrawn_at,
           response.author_id, author.name as author_name, author.handle as author_handle,
           story.id as story_id, story.key as story_key, story.slug as story_slug,
           coalesce(revision.title, story.title) as story_title,
           story_author.handle as story_author_handle, coalesce(d.number, 0) as decisions,
           d.verdict, d.reason, d.decided_at, decider.name as decided_by_name
      from held_response as h
      join response on response.id = h.response_id
      join reader as author on author.id = response.author_id
      join story on story.id = response.story_id
      join reader as story_author on story_author.id = story.author_id
      left join revision on revision.id = story.revision_id
      left join lateral (
        select number, verdict, reason, decided_by, decided_at from held_decision
         where response_id = h.response_id order by number desc limit 1
      ) as d on true
      left join reader as decider on decider.id = d.decided_by
     where (${key}::text = '' or response.key = ${key})
       and (${isWaiting}::boolean is null
            or response.withdrawn_at is null and (d.number is null) = ${isWaiting}::boolean)
     order by decided_at desc, held_at, h.response_id
     limit ${limit}`);
}

export async function findHeld(db: Db, key: string): Promise<HeldResponse | null> {
  const [held] = await heldBy(db, { key, limit: 1 });
  return held ?? null;
}

/** Not decided and not withdrawn, the longest waiting first. */
export function heldWaiting(db: Db, limit: number): Promise<HeldResponse[]> {
  return heldBy(db, { state: "waiting", limit });
}

/** The last decided first, without what was withdrawn since. */
export function heldDecided(db: Db, limit: number): Promise<HeldResponse[]> {
  return heldBy(db, { state: "decided", limit });
}

const Waiting = z.object({ count: whole, oldestAt: instant.nullable() });

/** How many wait for somebody, and since when the longest does. */
export function waitingHeld(db: Db): Promise<z.output<typeof Waiting>> {
  return db.one(sql.of(Waiting)`
    select count(*), min(held_at) as oldest_at
      from held_response as h join response on response.id = h.response_id
     where response.withdrawn_at is null
       and not exists (select from held_decision as d where d.response_id = h.response_id)`);
}

export interface Decision {
  responseId: ResponseId;
  number: number;
  verdict: Verdict;
  reason: string;
  by: ReaderId;
}

export async function insertDecision(tx: Tx, at: Date, decision: Decision): Promise<void> {
  const { responseId, number, verdict, reason, by } = decision;
  await tx.run(sql`
    insert into held_decision (response_id, number, verdict, reason, decided_by, decided_at)
    values (${responseId}, ${number}, ${verdict}, ${reason}, ${by}, ${at})`);
}
