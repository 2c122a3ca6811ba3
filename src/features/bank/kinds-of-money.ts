/** Which kinds of money a house has moved so far. */
import { z } from "zod";
import { type Db, sql } from "../../store/db.ts";

const Kind = z.enum(["test-bank", "stripe-test", "stripe-live"]);

/** More than one only where books were mixed. */
export async function kindsOfMoney(db: Db): Promise<z.output<typeof Kind>[]> {
  const rows = await db.many(sql.of(z.object({ kind: Kind }))`
    select 'test-bank' as kind where exists (select from test_bank_request)
    union all
    select 'stripe-test' where exists (select from bank_request where not is_live)
    union all
    select 'stripe-live' where exists (select from bank_request where is_live)`);
  return rows.map(({ kind }) => kind);
}
