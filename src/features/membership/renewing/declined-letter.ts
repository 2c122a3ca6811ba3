/** The letter to a member whose renewal was declined: what happened, what happens next, what to do. */
import { z } from "zod";
import type { Task } from "../../../jobs/worker.ts";
import { day, readerId, whole } from "../../../store/columns.ts";
import { letterOf, postLetter } from "../../../web/letter.tsx";

import { money } from "../../../web/parts/money.tsx";
import type { Site } from "../../../web/site.ts";
import { accountOf } from "../../accounts/store.ts";
import { attemptOf } from "../attempt-store.ts";
import { findOpenMembership } from "../store.ts";
import { dayInWords } from "../words.ts";

const Declined = z.object({ readerId, membershipId: whole, attemptId: whole, next: day });

/** Once for each try. Whoever has paid or cancelled meanwhile is not written to. */
export const tellDeclined: Task<Site> = async ({ db, name, origin }, payload) => {
  const { readerId: reader, membershipId, attemptId, next } = Declined.parse(payload);
  const open = await findOpenMembership(db, reader);
  if (open?.membershipId !== membershipId || open.declines === 0 || open.cancelledAt) return;
  const { email } = await accountOf(db, reader);
  const { micros, currency } = await attemptOf(db, attemptId);
  const letter = letterOf(`${name}: your card was declined`, [
    `The bank declined ${money({ micros, currency })} for the renewal of your membership at ${name}. Nothing was charged.`,
    `You read on to the end of your paid days. We try the card again on ${dayInWords(next)}; days in between are not charged.`,
    "If the card has changed, pay with another one and your membership goes on from that day.",
    { label: "Pay with another card", href: `${origin}/membership` },
  ]);
  await db.transaction((tx) =>
    postLetter(tx, `renewal-declined:${membershipId}:${attemptId}`, email, letter),
  );
};
