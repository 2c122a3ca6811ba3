/** What the operator decides about dues, in SQL. Sole writer of `dues_setting`. */
import { z } from "zod";
import { whole } from "../../store/columns.ts";
import { type Db, sql, type Tx } from "../../store/db.ts";

const Setting = z.object({
  /** ISO 4217; of every plan and charge. */
  currency: z.string(),
  /** Days that a new reader may try; 0 for none. */
  trialDays: whole,
  /** Who makes good what a partner was paid already and is taken back. */
  shortfall: z.enum(["partner-owes", "platform-bears"]),
});
export type DuesSetting = z.output<typeof Setting>;

export function settingOf(db: Db): Promise<DuesSetting> {
  return db.one(sql.of(Setting)`select currency, trial_days, shortfall from dues_setting`);
}

/** Makes other changes of the settings wait until `tx` ends. A statement of its own, before any read. */
export async function lockSetting(tx: Tx): Promise<void> {
  await tx.run(sql`select from dues_setting for no key update`);
}

export async function recordSetting(tx: Tx, setting: DuesSetting): Promise<void> {
  await tx.run(sql`
    update dues_setting
       set currency = ${setting.currency}, trial_days = ${setting.trialDays},
           shortfall = ${setting.shortfall}`);
}
