/** All that a statement says, gathered once for its page and its downloads. */
import type { MonthAccount } from "../../../core/earnings/account.ts";
import { PARTS, type Part } from "../../../core/earnings/parts.ts";
import type { AuthorId } from "../../../core/ids.ts";
import { type Micros, sum } from "../../../core/money.ts";
import type { Month } from "../../../core/time.ts";
import type { Db } from "../../../store/db.ts";
import { monthHolds } from "../holds/hold-store.ts";
import {
  monthAccount,
  monthPayments,
  monthTakenBack,
  type StatementPayment,
} from "./account-store.ts";
import { isParted, ownParts } from "./parts-store.ts";
import {
  type Statement,
  type StatementLine,
  statementLines,
  statementsOf,
} from "./statement-store.ts";

/** With fewer readers an author could tell who they are: then only their sum is shown. */
export const READERS_SHOWN_MIN = 3;

export interface Author {
  readerId: AuthorId;
  handle: string;
  name: string;
}

export interface StoryLine extends StatementLine {
  /** What each part made, those of nothing left out; null below `READERS_SHOWN_MIN` readers. */
  parts: { part: Part; micros: Micros }[] | null;
}

export interface StatementDocument {
  author: Author;
  statement: Statement;
  lines: StoryLine[];
  /** False until the parts are worked out, a while after the close. */
  isParted: boolean;
  account: MonthAccount;
  holds: Awaited<ReturnType<typeof monthHolds>>;
  payments: StatementPayment[];
  takenBack: Awaited<ReturnType<typeof monthTakenBack>>;
}

/** Null when the author has no statement of the month. */
export async function findDocument(
  db: Db,
  author: Author,
  month: Month,
): Promise<StatementDocument | null> {
  const { readerId } = author;
  const statement = (await statementsOf(db, readerId)).find((one) => one.month === month);
  if (!statement) return null;
  const parts = Map.groupBy(await ownParts(db, readerId, month), (part) => part.storyId);
  const lines = (await statementLines(db, readerId, month)).map((line) => ({
    ...line,
    parts: line.members < READERS_SHOWN_MIN ? null : (parts.get(line.storyId) ?? []).map(stripped),
  }));
  const whose = { partner: readerId, currency: statement.currency };
  return {
    ...{ author, statement, lines },
    isParted: await isParted(db, month),
    account: await monthAccount(db, whose, month),
    holds: await monthHolds(db, readerId, month),
    payments: await monthPayments(db, readerId, month),
    takenBack: await monthTakenBack(db, whose, month),
  };
}

const stripped = ({ part, micros }: { part: Part; micros: Micros }) => ({ part, micros });

export interface PartTotals {
  parts: { part: Part; micros: Micros }[];
  /** Of stories with so few readers that their parts are not shown. */
  fewMicros: Micros;
}

/** The parts of all stories together; with `fewMicros` they are what the statement is worth. */
export function partTotals(lines: readonly StoryLine[]): PartTotals {
  const shown = lines.flatMap(({ parts }) => parts ?? []);
  const parts = PARTS.map((part) => ({
    part,
    micros: sum(shown.filter((one) => one.part === part).map(({ micros }) => micros)),
  }));
  const few = lines.filter(({ parts: own }) => own === null);
  return {
    parts: parts.filter(({ micros }) => micros > 0n),
    fewMicros: sum(few.map(({ micros }) => micros)),
  };
}
