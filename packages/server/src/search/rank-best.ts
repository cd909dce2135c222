import { sql } from 'kysely'
import type { Database } from '../store/database.ts'
import { instantText } from '../store/queries/cursor.ts'
import type { Hit } from './find-newest.ts'
import { limited } from './time-limit.ts'

/** `score` is Postgres' shortest text of a float4, which reads back as the same number. */
export interface RankedHit extends Hit {
  readonly score: string
}

/** Where a page of ranked hits begins: after this one. */
export type RankPosition = readonly [score: string, at: string, id: string]

/**
 * The best of some hits: often and close together beats once and far apart, a short message a long one, the newer wins a
 * tie. Ranking reads every candidate whole, so the caller bounds them.
 */
export async function rankBest(
  db: Database,
  tsquery: string,
  candidates: readonly Hit[],
  limit: number,
  after: RankPosition | null,
): Promise<RankedHit[]> {
  const ids = candidates.map(({ id }) => id)
  const position =
    after === null
      ? sql``
      : sql`where (score, sent_at, id) < (${after[0]}::float4, ${after[1]}::timestamptz, ${after[2]}::uuid)`
  const { rows } = await sql<RankedHit>`${limited}
    with ranked as materialized (
      select m.id, m.sent_at, ts_rank_cd(m.search_vector, ${tsquery}::tsquery, 1) as score
      from messages m where m.id = any(${ids}::uuid[]))
    select id, ${instantText(sql`sent_at`)} as at, score::text from ranked ${position}
    order by ranked.score desc, ranked.sent_at desc, ranked.id desc limit ${limit}`.execute(db)
  return rows
}
