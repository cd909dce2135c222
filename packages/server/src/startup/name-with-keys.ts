import type { Keyring } from '../config/keyring.ts'
import type { Queryable } from '../store/database.ts'

/*
 * Every process says in the name of its connections which keys it opens secrets with: whoever changes the key sees by that who
 * could not open what is encrypted anew. Postgres keeps 63 characters of a name.
 */

const prefix = 'switchboard, keys '
const mostNamed = 5

export function nameWithKeys({ kind, ids }: Pick<Keyring, 'kind' | 'ids'>): string {
  return `${prefix}${kind === 'file' ? 'file' : ids.slice(0, mostNamed).join(' ')}`
}

/** Processes on this database that will not open what is sealed with the first of these keys: backends of theirs. */
export async function findWithoutKey(db: Queryable, { kind, ids }: Pick<Keyring, 'kind' | 'ids'>): Promise<string[]> {
  const { rows } = await db.query<{ pid: number; address: string | null }>(
    `select min(pid) as pid, host(client_addr) as address from pg_stat_activity
     where datname = current_database() and application_name like $1
       and not ($2 = any (string_to_array(substr(application_name, $3), ' ')))
     group by application_name, client_addr order by 1`,
    [`${prefix}%`, kind === 'file' ? 'file' : (ids[0] ?? ''), prefix.length + 1],
  )
  return rows.map(({ pid, address }) => `${address ?? 'this machine'} (backend ${pid})`)
}
