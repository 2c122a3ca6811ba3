/** Policies in SQL. Sole writer of `policy`. */
import { z } from "zod";
import type { Policy } from "../../core/earnings/policy.ts";
import { type Month, monthStart } from "../../core/time.ts";
import { day, instant } from "../../store/columns.ts";
import { type Db, sql } from "../../store/db.ts";
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
