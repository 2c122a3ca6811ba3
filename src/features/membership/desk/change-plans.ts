/** The operator changes prices, currency and the rest of what is decided about dues. */
import type { CurrencyRefusal } from "../../../core/currency.ts";
import { ruleSiteCurrency } from "../../../core/currency.ts";
import type { Micros } from "../../../core/money.ts";
import { allow, type Ruling, refuse } from "../../../core/ruling.ts";
import type { Database, Tx } from "../../../store/db.ts";
import { type DuesSetting, lockSetting, recordSetting, settingOf } from "../setting-store.ts";
import { offerPlan, plansOffered } from "../store.ts";
import { wasCharged } from "./desk-dues-store.ts";

export interface PlansWish {
  setting: DuesSetting;
  /** The price of each plan that is offered, by its code. */
  prices: ReadonlyMap<string, Micros>;
}

export type PlansRefusal = CurrencyRefusal | "currency-in-use";

/** A plan whose price or currency changes is another plan from now on; members keep theirs. */
export function changePlans(db: Database, wish: PlansWish): Promise<Ruling<void, PlansRefusal>> {
  return db.transaction((tx) => change(tx, wish));
}

async function change(tx: Tx, { setting, prices }: PlansWish): Promise<Ruling<void, PlansRefusal>> {
  await lockSetting(tx);
  const before = await settingOf(tx);
  if (setting.currency !== before.currency) {
    const ruling = ruleSiteCurrency(setting.currency);
    if (!ruling.ok) return ruling;
    if (await wasCharged(tx)) return refuse("currency-in-use");
  }
  await recordSetting(tx, setting);
  const { currency } = setting;
  for (const plan of await plansOffered(tx)) {
    const priceMicros = prices.get(plan.code) ?? plan.priceMicros;
    if (priceMicros === plan.priceMicros && currency === plan.currency) continue;
    await offerPlan(tx, plan, { priceMicros, currency });
  }
  return allow(undefined);
}
