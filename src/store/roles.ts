/**
 * Two roles of the database: the owner, which makes tables, and the application's, as which the site
 * runs. The application's reads and writes what it likes but the books: there it reads, and calls
 * `post()` and the two functions that shut and seal days. So no statement of the site, whoever wrote
 * it, changes what is written there.
 *
 * The queue keeps its tables under row security; a policy of its own lets the role in.
 */
import pg from "pg";
import { z } from "zod";
import { type DatabaseConfig, type Db, sql } from "./db.ts";

/** What no role but the owner may write. */
export const BOOKS = [
  ...["ledger_kind", "ledger_account", "balance", "journal", "transfer"],
  ...["shut_day", "seal"],
] as const;

/** What the application's role only reads: the books, and which migrations were applied. */
const READ_ONLY: readonly string[] = [...BOOKS, "migration"];

const CALLED = ["post", "shut_books", "seal_next_day"];

/** Of PostgreSQL's; before it, only the owner of a table may have it looked at for the planner. */
const MAINTAIN_VERSION_MIN = 170_000;

const Standing = z.object({
  role: z.string(),
  /** It may write the books past `post()`: it owns them, or may do everything. */
  ownsBooks: z.boolean(),
  /** Tables and functions that it cannot use as the site does. */
  lacking: z.array(z.string()),
});
export type Standing = z.output<typeof Standing>;

/** What the role that asks may do. */
export function standingOf(db: Db): Promise<Standing> {
  return db.one(sql.of(Standing)`
    with ours as (
      select oid, relname, relrowsecurity, relowner, relnamespace::regnamespace::text as schema
        from pg_class
       where relkind = 'r'
         and relnamespace in (select oid from pg_namespace
                               where nspname in ('public', 'graphile_worker'))
    )
    select current_user::text as role,
           coalesce(bool_or(has_table_privilege(oid, 'insert, update, delete, truncate'))
             filter (where schema = 'public' and relname = any(${BOOKS}::text[])), false)
             as owns_books,
           array(select schema || '.' || relname from ours
                  where not has_table_privilege(oid, 'select')
                     or not (schema = 'public' and relname = any(${READ_ONLY}::text[]))
                        and not (has_table_privilege(oid, 'insert')
                                 and has_table_privilege(oid, 'update')
                                 and has_table_privilege(oid, 'delete'))
                     or relrowsecurity and row_security_active(oid)
                        and not exists (select from pg_policy
                                         where polrelid = ours.oid
                                           and polroles && array[current_user::regrole::oid])
                 union all
                 select oid::regprocedure::text from pg_proc
                  where pronamespace = 'public'::regnamespace
                    and proname = any(${CALLED}::text[])
                    and not has_function_privilege(oid, 'execute')
                  order by 1) as lacking
      from ours`);
}

/**
 * Lets `role`, which is there, use everything of ours as the application does. `owner` owns the tables;
 * a second call changes nothing, and one after a migration adds what is new. A role that owns the
 * tables itself is left as it is: `post()` writes with its rights.
 */
export async function admitApplication(owner: DatabaseConfig, role: string): Promise<void> {
  const client = new pg.Client(owner);
  await client.connect();
  try {
    await client.query("begin");
    // Two that start at once would meet at the same rows of the catalog.
    await client.query("select pg_advisory_xact_lock($1)", [ADMISSION_LOCK]);
    if (!(await isOwner(client, role))) {
      for (const statement of await grants(client, role)) await client.query(statement);
    }
    await client.query("commit");
  } finally {
    await client.end();
  }
}

async function isOwner(client: pg.Client, role: string): Promise<boolean> {
  const { rows } = await client.query<{ owns: boolean }>(
    "select pg_has_role($1::name, relowner, 'member') as owns from pg_class where oid = 'public.journal'::regclass",
    [role],
  );
  return rows[0]!.owns;
}

/** Any number does, as long as only admitting uses it. */
const ADMISSION_LOCK = 5_021_904_379;

/** Of what the owner has; anything else in the schemas is not ours to give. */
async function grants(client: pg.Client, role: string): Promise<string[]> {
  const { rows } = await client.query<{ text: string }>(GRANTS, [role, READ_ONLY, CALLED]);
  const { rows: version } = await client.query<{ maintain: boolean }>(
    "select current_setting('server_version_num')::int >= $1 as maintain",
    [MAINTAIN_VERSION_MIN],
  );
  const texts = rows.map(({ text }) => text);
  return version[0]!.maintain ? texts : texts.filter((text) => !text.startsWith("grant maintain"));
}

const GRANTS = `
  with own as (
    select c.oid, c.relname, c.relkind, c.relrowsecurity, n.nspname,
           n.nspname = 'public' and c.relname = any($2::text[]) as read_only
      from pg_class c
      join pg_namespace n on n.oid = c.relnamespace
     where n.nspname in ('public', 'graphile_worker') and c.relkind in ('r', 'v', 'S')
       and pg_has_role(c.relowner, 'usage')
       and not exists (select from pg_depend d where d.objid = c.oid and d.deptype = 'e')
  )
  select format('grant usage on schema %I to %I', nspname, $1::text) as text
    from pg_namespace where nspname in ('public', 'graphile_worker')
  union all
  select format('revoke insert, update, delete, truncate, references, trigger on %s from %I',
                oid::regclass, $1::text)
    from own where read_only
  union all
  select format('grant select on %s to %I', oid::regclass, $1::text) from own where relkind <> 'S'
  union all
  select format('grant insert, update, delete on %s to %I', oid::regclass, $1::text)
    from own where relkind = 'r' and not read_only
  union all
  select format('grant maintain on %s to %I', oid::regclass, $1::text)
    from own where relkind = 'r' and not read_only and nspname = 'public'
  union all
  select format('grant usage, select on sequence %s to %I', oid::regclass, $1::text)
    from own where relkind = 'S' and nspname <> 'public'
  union all
  select format('create policy %I on %s to %I using (true) with check (true)',
                $1::text, oid::regclass, $1::text)
    from own
   where relrowsecurity
     and not exists (select from pg_policy where polrelid = own.oid and polname = $1::text)
  union all
  select format('grant execute on function %s to %I', oid::regprocedure, $1::text)
    from pg_proc
   where pronamespace = 'public'::regnamespace and proname = any($3::text[])`;
