/** The nightly check: everything in the books is added up anew, and the operators hear if it is wrong. */
import type { Tx } from "../../store/db.ts";
import { letterOf, postLetter } from "../../web/letter.tsx";
import type { Site } from "../../web/site.ts";
import { auditBooks } from "./audit-books.ts";
import { insertCheck, operatorAddresses, sealsUnlikeTheirChecks } from "./check-store.ts";
import type { Finding } from "./finding.ts";
import { findLastSeal, unsealedDays } from "./seals.ts";

/** The place that shows what a check found. */
export const LEDGER = "/desk/ledger";

type Room = Pick<Site, "db" | "clock" | "origin" | "name">;

/** Checks, keeps what was found, and writes to every operator when it is not nothing. */
export async function checkBooks(site: Room): Promise<Finding[]> {
  const { db, clock } = site;
  const at = clock();
  const seal = await findLastSeal(db);
  const findings = [
    ...(await auditBooks(db)),
    ...(await sealsUnlikeTheirChecks(db)),
    ...(await unsealedDays(db, at)),
  ];
  await db.transaction(async (tx) => {
    const check = await insertCheck(tx, at, seal, findings);
    if (findings.length > 0) await warn(tx, site, check, findings);
  });
  return findings;
}

const SHOWN = 20;

async function warn(tx: Tx, site: Room, check: number, findings: Finding[]): Promise<void> {
  const { name, origin } = site;
  const more = findings.length - SHOWN;
  const letter = letterOf(`The books of ${name} do not agree`, [
    `The check of the books of ${name} found what should not be. Nothing was changed.`,
    ...findings.slice(0, SHOWN).map(({ what, where }) => `${what} ${where}`),
    ...(more > 0 ? [`And ${more} more.`] : []),
    "Before anything is paid out, see what was written, and keep a copy of the database as it is.",
    { label: "Open the ledger", href: `${origin}${LEDGER}` },
  ]);
  for (const { id, email } of await operatorAddresses(tx)) {
    await postLetter(tx, `books-check:${check}:${id}`, email, letter);
  }
}
