/** The policy of a seed: `earnest-1`, in some seeds with a smaller least payout, so that more is paid. */
import { createHash } from "node:crypto";
import { canonicalJson } from "../../src/core/earnings/canonical-json.ts";
import { EARNEST_1 } from "../../src/core/earnings/policy.ts";
import { insertPolicy } from "../../src/features/policies/store.ts";
import type { Database } from "../../src/store/db.ts";

export async function beginPolicy(db: Database, at: Date, payoutMicrosMin: number): Promise<void> {
  const partners = { ...EARNEST_1.partners, payoutMicrosMin };
  const canonical = canonicalJson({ ...EARNEST_1, partners });
  const sha256 = createHash("sha256").update(canonical).digest();
  const version = EARNEST_1.name;
  await insertPolicy(db, at, { version, canonical, sha256, effectiveFrom: "2000-01-01" });
}
