/** Policies in SQL. Sole writer of `policy`. */
import { z } from "zod";
import type { Policy } from "../../core/earnings/policy.ts";
import { type Month, monthStart } from "../../core/time.ts";
import { day, instant, readerId } from "../../store/columns.ts";
import { type Db, sql, type Tx } from "../../store/db.ts";
import { PolicySchema } from "./policy-schema.ts";

const PolicyRow = z.object({
  version: z.string(),
  canonical: z.string(),
  sha256: z.instanceof(Buffer),
  publishedAt: instant,
  effectiveFrom: day,
});

export type PolicyVersion = Omit<z.output<typeof PolicyRow>, "canonical"> & { policy: Policy };

function versionOf({ canonical, ...row }: z.output<typeof PolicyRow>): PolicyVersion {
  return { ...row, policy: PolicySchema.parse(JSON.parse(canonical)) };
}

/** The version in force in a month. */
export async function policyOf(db: Db, month: Month): Promise<PolicyVersion> {
  return versionOf(
    await db.one(sql.of(PolicyRow)`
      select version, canonical, sha256, published_at, effective_from
        from policy
       where effective_from <= ${monthStart(month)}::date
       order by effective_from desc
       limit 1`),
  );
}

/** All versions, the newest first. */
export async function versions(db: Db): Promise<PolicyVersion[]> {
  const rows = await db.many(sql.of(PolicyRow)`
    select version, canonical, sha256, published_at, effective_from
      from policy order by effective_from desc`);
  return rows.map(versionOf);
}

export async function findVersion(db: Db, name: string): Promise<PolicyVersion | null> {
  const row = await db.maybe(sql.of(PolicyRow)`
    select version, canonical, sha256, published_at, effective_from
      from policy where version = ${name}`);
  return row && versionOf(row);
}

/** Whoever publishes meanwhile waits. */
export async function lockVersions(tx: Tx): Promise<void> {
  await tx.run(sql`select from policy order by version for update`);
}

const Address = z.object({ partnerId: readerId, email: z.string() });

/** Partners who live by the rules now. */
export function partnerAddresses(db: Db): Promise<z.output<typeof Address>[]> {
  return db.many(sql.of(Address)`
    select partner.reader_id as partner_id, email
      from partner
      join reader on reader.id = partner.reader_id
     where partner.state <> 'left'
     order by partner.reader_id`);
}

export interface NewPolicy {
  version: string;
  canonical: string;
  sha256: Buffer;
  effectiveFrom: string;
}

/** A version that is there already stays as it is. */
export async function insertPolicy(db: Db, at: Date, policy: NewPolicy): Promise<void> {
  const { version, canonical, sha256, effectiveFrom } = policy;
  await db.run(sql`
    insert into policy (version, canonical, sha256, published_at, effective_from)
    values (${version}, ${canonical}, ${sha256}, ${at}, ${effectiveFrom}::date)
    on conflict (version) do nothing`);
}
