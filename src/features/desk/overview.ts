/** What the overview shows, gathered from the rooms. */
import { dayOf, monthOf } from "../../core/time.ts";
import { type StoppedTask, stoppedTasks } from "../../jobs/standing.ts";
import type { Db } from "../../store/db.ts";
import { type WaitingCases, waitingCases } from "../cases/list-store.ts";
import {
  type Closing,
  closings,
  type OpenMonth,
  openMonths,
} from "../earnings/closing/closing-store.ts";
import { type BooksCheck, findLastCheck } from "../ledger/check-store.ts";
import { type TrialLine, trialBalance } from "../ledger/store.ts";
import { settingOf } from "../membership/setting-store.ts";
import { type Payable, payableNow } from "../payouts/ready-store.ts";
import { payoutMinimum } from "../payouts/request-payout.ts";
import { type NamedPayout, newestPayouts } from "../payouts/store.ts";
import { waitingHeld } from "../responses/held/held-store.ts";
import {
  type DuesOfMonth,
  duesOfMonth,
  type Letters,
  lettersNotSent,
  membersOn,
  type Waiting,
  waitingApplications,
} from "./store.ts";

/** What only the operator sees. */
export interface House {
  month: string;
  members: number;
  dues: DuesOfMonth;
  currency: string;
  payable: Payable;
  open: OpenMonth[];
  closings: Closing[];
  payouts: NamedPayout[];
  letters: Letters;
  stopped: StoppedTask[];
  trial: TrialLine[];
  /** The last nightly check of the books. */
  check: BooksCheck | null;
}

export interface Overview {
  applications: Waiting;
  cases: WaitingCases;
  /** Held responses. */
  held: Waiting;
  /** Null for a reviewer. */
  house: House | null;
}

const PAYOUTS_SHOWN = 5;

export async function overviewOf(db: Db, at: Date, isOperator: boolean): Promise<Overview> {
  const applications = await waitingApplications(db);
  const cases = await waitingCases(db);
  const held = await waitingHeld(db);
  return { applications, cases, held, house: isOperator ? await houseOf(db, at) : null };
}

async function houseOf(db: Db, at: Date): Promise<House> {
  const month = monthOf(at);
  return {
    month,
    members: await membersOn(db, dayOf(at)),
    dues: await duesOfMonth(db, month),
    currency: (await settingOf(db)).currency,
    payable: await payableNow(db, await payoutMinimum(db, at)),
    open: await openMonths(db, at),
    closings: await closings(db),
    payouts: await newestPayouts(db, PAYOUTS_SHOWN),
    letters: await lettersNotSent(db),
    stopped: await stoppedTasks(db),
    trial: await trialBalance(db),
    check: await findLastCheck(db),
  };
}
