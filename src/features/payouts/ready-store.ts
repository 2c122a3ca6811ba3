/** What the desk asks of payouts: who is owed, who would be paid now. Reads only. */
import { z } from "zod";
import { type Micros, sum } from "../../core/money.ts";
import { multipleOf } from "../../core/payouts/countries.ts";
import { micros, readerId, whole } from "../../store/columns.ts";
import { type Db, sql } from "../../store/db.ts";
import { balancesOf } from "../ledger/store.ts";
import { settingOf } from "../membership/setting-store.ts";

export interface Payable {
  currency: string;
  /** All that partners may ask for, whether it reaches the minimum or not. */
  owedMicros: Micros;
  partners: number;
  /** What a batch would send now: what can be sent of large enough balances that nothing stops. */
  readyMicros: Micros;
  readyPartners: number;
}

const Ready = z.object({ readerId });

export async function payableNow(db: Db, minimumMicros: Micros): Promise<Payable> {
  const { currency } = await settingOf(db);
  const multiple = multipleOf(currency);
  const balances = await balancesOf(db, "payable", currency);
  const ready = await db.many(sql.of(Ready)`
    select reader_id
      from partner
     where state <> 'paused' and payout_account is not null
       and not exists (select from payout
                        where partner_id = reader_id and (payout.state in ('asked', 'sent')
                               or payout.state = 'failed'
                                  and payout.payout_account = partner.payout_account))`);
  const mayBePaid = new Set(ready.map((row) => String(row.readerId)));
  const sent = balances
    .filter((balance) => mayBePaid.has(balance.subject) && balance.micros >= minimumMicros)
    .map((balance) => (balance.micros / multiple) * multiple);
  return {
    currency,
    owedMicros: sum(balances.map((balance) => balance.micros)),
    partners: balances.length,
    readyMicros: sum(sent),
    readyPartners: sent.length,
  };
}

const Waiting = z.object({ count: whole, micros });
export type Waiting = z.output<typeof Waiting>;

/** Payouts that the bank has not answered. */
export function unansweredPayouts(db: Db): Promise<Waiting> {
  return db.one(sql.of(Waiting)`
    select count(*) as count, coalesce(sum(micros), 0) as micros from payout where state = 'asked'`);
}
