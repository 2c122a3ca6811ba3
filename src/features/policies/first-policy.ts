/** A new site begins with the policy `earnest-1`, in force from its first month on. */
import { createHash } from "node:crypto";
import { canonicalJson } from "../../core/earnings/canonical-json.ts";
import { EARNEST_1 } from "../../core/earnings/policy.ts";
import type { Db } from "../../store/db.ts";
import { insertPolicy } from "./store.ts";

/** Before any month a site can have. */
const EFFECTIVE_FROM = "2000-01-01";

export async function ensureFirstPolicy(db: Db, at: Date): Promise<void> {
  const canonical = canonicalJson(EARNEST_1);
  const sha256 = createHash("sha256").update(canonical).digest();
  const { name: version } = EARNEST_1;
  await insertPolicy(db, at, { version, canonical, sha256, effectiveFrom: EFFECTIVE_FROM });
}
