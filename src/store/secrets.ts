/** The site's own secrets: made once, kept in the database, the same for all its processes. */
import { randomBytes } from "node:crypto";
import { z } from "zod";
import { type Database, sql } from "./db.ts";

/** 32 random bytes for one purpose; the first to ask makes them. */
export async function secretFor(db: Database, purpose: string): Promise<Buffer> {
  await db.run(sql`
    insert into secret (name, value) values (${purpose}, ${randomBytes(32)})
    on conflict (name) do nothing`);
  const { value } = await db.one(sql.of(z.object({ value: z.instanceof(Buffer) }))`
    select value from secret where name = ${purpose}`);
  return value;
}
