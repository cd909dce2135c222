import { type Kysely, sql } from 'kysely'
import { Migrator } from 'kysely/migration'
import { migrations } from '../migrations/index.ts'

/** Removes our tables, sequences, views, types and functions from `public`, and the schema `auth`; what extensions own stays. */
export async function dropSchema<Schema>(transaction: Kysely<Schema>): Promise<void> {
  await sql`drop schema if exists auth cascade`.execute(transaction)
  await sql
    .raw(`do $$ declare item record; begin
      for item in
        select format('drop %s if exists public.%I cascade', case relkind when 'S' then 'sequence' when 'v' then 'view'
          when 'm' then 'materialized view' else 'table' end, relname) as command
        from pg_class c where relnamespace = 'public'::regnamespace and relkind in ('r', 'p', 'S', 'v', 'm')
          and not relispartition and not exists (select from pg_depend where objid = c.oid and deptype = 'e')
      loop execute item.command; end loop;
      for item in
        select format('drop routine if exists %s cascade', p.oid::regprocedure) as command
        from pg_proc p where pronamespace = 'public'::regnamespace
          and not exists (select from pg_depend where objid = p.oid and deptype = 'e')
        union all
        select format('drop type if exists %s cascade', t.oid::regtype)
        from pg_type t where typnamespace = 'public'::regnamespace
          and (typtype in ('e', 'd') or exists (select from pg_class c where c.oid = typrelid and relkind = 'c'))
          and not exists (select from pg_depend where objid = t.oid and deptype = 'e')
      loop execute item.command; end loop;
    end $$`)
    .execute(transaction)
}

/** Runs migrations within the transaction: up to the named one, or all. */
export async function migrateWithin<Schema>(transaction: Kysely<Schema>, upTo?: string): Promise<void> {
  const migrator = new Migrator({ db: transaction, provider: { getMigrations: () => Promise.resolve(migrations) } })
  const { error } = upTo === undefined ? await migrator.migrateToLatest() : await migrator.migrateTo(upTo)
  if (error) throw error
}
