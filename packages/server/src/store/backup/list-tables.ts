import type { Queryable } from '../database.ts'
import type { Table } from './format.ts'

/** Ours: everything that is to be in a backup. */
const schemas = ['public', 'auth']
/** Kysely's own: the header holds what they say. */
const bookkeeping = ['kysely_migration', 'kysely_migration_lock']

/**
 * The tables to back up, those that others point to before them, each with the columns that hold data (generated ones
 * are made again). A partitioned table is one; its partitions aren't listed.
 */
export async function listTables(db: Queryable): Promise<Table[]> {
  const { rows } = await db.query<Table & { parents: string[] }>(
    `select ${qualified('c')} as name,
       (select array_agg(attname::text order by attnum) from pg_attribute
         where attrelid = c.oid and attnum > 0 and not attisdropped and attgenerated = '') as columns,
       array(select distinct ${qualified('parent')} from pg_constraint
         join pg_class parent on parent.oid = confrelid
         where conrelid = c.oid and contype = 'f' and confrelid <> conrelid) as parents
     from pg_class c
     where relnamespace::regnamespace::text = any ($2) and relkind in ('r', 'p') and not relispartition
       and relname <> all ($1)
       and not exists (select from pg_depend where objid = c.oid and deptype = 'e')
     order by 1`,
    [bookkeeping, schemas],
  )
  const ordered: Table[] = []
  let left = rows
  while (left.length > 0) {
    const next = left.filter((table) => !table.parents.some((parent) => left.some(({ name }) => name === parent)))
    // of tables that point at each other in a ring, none can be first
    if (next.length === 0) throw new Error(`Foreign keys form a ring: ${left.map(({ name }) => name).join(', ')}`)
    ordered.push(...next.map(({ name, columns }) => ({ name, columns })))
    left = left.filter((table) => !next.includes(table))
  }
  return ordered
}

export function columnList(table: Table): string {
  return table.columns.map((column) => `"${column.replaceAll('"', '""')}"`).join(', ')
}

/** In SQL: a table of `public` by its name alone, one of another schema of ours as `auth.user`. */
function qualified(table: string): string {
  return `case when ${table}.relnamespace = 'public'::regnamespace then ${table}.relname::text
    else ${table}.relnamespace::regnamespace::text || '.' || ${table}.relname end`
}

export function tableName(name: string): string {
  const [schema, table] = name.includes('.') ? (name.split('.') as [string, string]) : ['public', name]
  return `"${schema}"."${table.replaceAll('"', '""')}"`
}
