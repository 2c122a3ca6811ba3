/** Publishing a version of the rules: checked whole, written once, announced to every partner. */
import { createHash } from "node:crypto";
import { canonicalJson } from "../../core/earnings/canonical-json.ts";
import { EARNEST_1, type Policy } from "../../core/earnings/policy.ts";
import { ELIGIBILITY_PRESETS } from "../../core/earnings/presets/eligibility.ts";
import { publicationFaults } from "../../core/earnings/publication.ts";
import { type Day, monthOf } from "../../core/time.ts";
import type { Tx } from "../../store/db.ts";
import { dropPages } from "../../web/drops.ts";
import { letterOf, postLetter } from "../../web/letter.tsx";
import type { Site } from "../../web/site.ts";
import { PolicySchema } from "./policy-schema.ts";
import { insertPolicy, lockVersions, partnerAddresses, policyOf, versions } from "./store.ts";

/** What a version is made from: the rules as they began, those with an earlier gate, or JSON. */
export const BASES = ["eligibility-2022", "eligibility-2023", "earnest-1", "json"] as const;
export type Base = (typeof BASES)[number];

export interface Draft {
  base: Base;
  name: string;
  json: string;
  effectiveFrom: Day;
}

/** A policy that may be published, or what is against it: each a sentence. */
export type Checked = { ok: true; policy: Policy } | { ok: false; faults: readonly string[] };

/** The version, or every reason against it as a sentence. Nothing is written on refusal. */
export async function publishVersion(
  { db, clock, origin, name: siteName }: Site,
  draft: Draft,
): Promise<Checked> {
  const read = policyFrom(draft);
  if (!read.ok) return read;
  const { policy } = read;
  const { effectiveFrom } = draft;
  return db.transaction(async (tx) => {
    await lockVersions(tx);
    const { policy: inForce } = await policyOf(tx, monthOf(clock()));
    const publication = { policy, effectiveFrom, inForce, known: await versions(tx) };
    const faults = publicationFaults(publication, clock());
    if (faults.length > 0) return { ok: false, faults };
    await record(tx, clock(), policy, effectiveFrom);
    await announce(tx, { origin, siteName, policy, effectiveFrom });
    return { ok: true, policy };
  });
}

function policyFrom({ base, name, json }: Draft): Checked {
  if (base === "json") return policyOfJson(json);
  const gate = ELIGIBILITY_PRESETS.find((preset) => preset.name === base);
  const eligibility = gate?.eligibility ?? EARNEST_1.partners.eligibility;
  return checked({ ...EARNEST_1, name, partners: { ...EARNEST_1.partners, eligibility } });
}

function policyOfJson(text: string): Checked {
  try {
    return checked(JSON.parse(text));
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
    return { ok: false, faults: [`This is not JSON: ${error.message}.`] };
  }
}

function checked(value: unknown): Checked {
  const read = PolicySchema.safeParse(value);
  if (read.success) return { ok: true, policy: read.data };
  const { issues } = read.error;
  return {
    ok: false,
    faults: issues.map(({ path, message }) => `${path.join(".") || "The whole"}: ${message}.`),
  };
}

async function record(tx: Tx, at: Date, policy: Policy, effectiveFrom: Day): Promise<void> {
  const canonical = canonicalJson(policy);
  const sha256 = createHash("sha256").update(canonical).digest();
  await insertPolicy(tx, at, { version: policy.name, canonical, sha256, effectiveFrom });
  await dropPages(tx, ["policy"]);
}

interface Announcement {
  origin: string;
  siteName: string;
  policy: Policy;
  effectiveFrom: Day;
}

async function announce(tx: Tx, announcement: Announcement): Promise<void> {
  const { origin, siteName, policy, effectiveFrom } = announcement;
  const letter = letterOf(`${siteName}: new rules from ${effectiveFrom} on`, [
    `We published a new version of the rules by which reading becomes earnings: ${policy.name}. It takes effect on ${effectiveFrom}.`,
    "Until then nothing changes, and months before that day are divided by the rules they began with.",
    { label: "Read the new version", href: `${origin}/guide/versions/${policy.name}` },
  ]);
  for (const { partnerId, email } of await partnerAddresses(tx)) {
    await postLetter(tx, `policy:${policy.name}:${partnerId}`, email, letter);
  }
}
