import type pg from 'pg'
import type { Queryable } from '../store/database.ts'
import { inTransaction } from '../store/in-transaction.ts'
import { type Sealer, SecretUnreadable } from './seal.ts'
import type { SealedPlace } from './sealed-places.ts'

/*
 * Every secret that a former key sealed is opened and sealed with the present one, in batches of a transaction each, while
 * servers go on: they open both. A batch holds the rows that it rewrites, so that a change by somebody else comes before or
 * after it. Nothing is remembered between batches but what the rows say themselves, so whoever is killed is simply run again.
 */

export interface Place extends SealedPlace {
  readonly sealer: Sealer
}

export interface Unreadable {
  readonly table: string
  readonly rowId: string
  readonly name: string
  readonly reason: string
}

export interface ResealProgress {
  /** Sealed anew so far, and how many there were to do when it began. */
  readonly done: number
  readonly of: number
}

export interface ResealReport {
  readonly resealed: number
  /** Left as they are. */
  readonly unreadable: readonly Unreadable[]
}

interface Row {
  readonly id: string
  readonly stored: unknown
}

const batchRows = 100
/** A server that sealed with the former key in the moment of the change commits shortly after it. */
const mostPasses = 5
const firstId = '00000000-0000-0000-0000-000000000000'

export async function reseal(
  pool: pg.Pool,
  places: readonly Place[],
  onProgress: (progress: ResealProgress) => void = () => {},
): Promise<ResealReport> {
  const of = await countFormer(pool, places)
  let resealed = 0
  for (let pass = 1; ; pass += 1) {
    const before = resealed
    const unreadable: Unreadable[] = []
    for (const place of places) {
      for (let after: string | undefined = firstId; after !== undefined; ) {
        const from: string = after
        const batch = await inTransaction(pool, (tx) => resealBatch(tx, place, from))
        after = batch.last
        resealed += batch.resealed
        unreadable.push(...batch.unreadable)
        onProgress({ done: resealed, of: Math.max(of, resealed) })
      }
    }
    if (resealed === before || pass === mostPasses) return { resealed, unreadable }
  }
}

/** How many secrets are not sealed with the key that seals now. */
export async function countFormer(db: Queryable, places: readonly Place[]): Promise<number> {
  let count = 0
  for (const place of places) {
    const { rows } = await db.query<{ n: number }>(
      `select count(*)::int as n from ${secretsOf(place)} where sealed->>'key' is distinct from $1`,
      [place.sealer.keyId],
    )
    count += rows[0]?.n ?? 0
  }
  return count
}

/** How many secrets none of the present keys opens. */
export async function countLocked(db: Queryable, places: readonly Place[]): Promise<number> {
  let count = 0
  for (const place of places) {
    const { rows } = await db.query<{ key: string | null; n: number }>(
      `select sealed->>'key' as key, count(*)::int as n from ${secretsOf(place)} group by 1`,
    )
    for (const { key, n } of rows) if (key === null || !place.sealer.knows(key)) count += n
  }
  return count
}

/** How many there are in all. */
export async function countSealed(db: Queryable, places: readonly Place[]): Promise<number> {
  let count = 0
  for (const place of places) {
    const { rows } = await db.query<{ n: number }>(`select count(*)::int as n from ${secretsOf(place)}`)
    count += rows[0]?.n ?? 0
  }
  return count
}

/** The names are of the list in sealed-places.ts, so nothing strange gets into the text. */
function secretsOf({ table, column, holds }: SealedPlace): string {
  return holds === 'by name'
    ? `(select entry.value as sealed from ${table}, jsonb_each(${table}.${column}) entry) secrets`
    : `(select ${column} as sealed from ${table} where ${column} is not null) secrets`
}

async function resealBatch(tx: Queryable, place: Place, after: string) {
  const { table, column, holds, sealer } = place
  const isFormer =
    holds === 'by name'
      ? `exists (select from jsonb_each(${column}) entry where entry.value->>'key' is distinct from $2)`
      : `${column} is not null and ${column}->>'key' is distinct from $2`
  const { rows } = await tx.query<Row>(
    `select id, ${column} as stored from ${table} where id > $1 and ${isFormer} order by id limit $3 for no key update`,
    [after, sealer.keyId, batchRows],
  )
  const unreadable: Unreadable[] = []
  let resealed = 0
  for (const row of rows) {
    const anew = resealRow(place, row, unreadable)
    resealed += anew.count
    if (anew.count === 0) continue
    await tx.query(`update ${table} set ${column} = $2 where id = $1`, [row.id, JSON.stringify(anew.stored)])
  }
  return { resealed, unreadable, last: rows.length < batchRows ? undefined : rows.at(-1)?.id }
}

function resealRow({ table, holds, sealer }: Place, { id, stored }: Row, unreadable: Unreadable[]) {
  let count = 0
  const anew = (name: string, sealed: unknown): unknown => {
    try {
      const other = sealer.reseal(id, name, sealed)
      if (other === undefined) return sealed
      count += 1
      return other
    } catch (error) {
      if (!(error instanceof SecretUnreadable)) throw error
      unreadable.push({ table, rowId: id, name, reason: error.message })
      return sealed
    }
  }
  const after =
    holds === 'by name'
      ? // jsonb_each took it for an object.
        Object.fromEntries(Object.entries(stored as object).map(([name, sealed]) => [name, anew(name, sealed)]))
      : anew(holds.name, stored)
  return { stored: after, count }
}
