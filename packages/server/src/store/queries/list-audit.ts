import type { WorkspaceId } from '@switchboard/contract'
import { type RawBuilder, sql } from 'kysely'
import type { Database } from '../database.ts'
import type { AuditTable } from '../schema/audit.ts'
import { decodeCursor, instantText, timeAndId } from './cursor.ts'
import { allOf } from './message-filters.ts'
import { cutPage, type Page, type PageArgs, pageLimit } from './page.ts'

/** Exact matches; times are ISO 8601, `after` is inclusive, `before` is not. */
export interface ListAuditArgs extends PageArgs {
  readonly actor?: string | undefined
  readonly actorKind?: string | undefined
  readonly interface?: string | undefined
  readonly action?: string | undefined
  readonly target?: string | undefined
  readonly subject?: string | undefined
  readonly outcome?: string | undefined
  readonly after?: string | undefined
  readonly before?: string | undefined
}

export interface AuditItem extends Omit<AuditTable, 'at' | 'workspace_id' | 'actor_kind' | 'request_id' | 'arguments'> {
  readonly at: string
  readonly actorKind: string
  readonly requestId: string | null
  readonly arguments: unknown
}

/**
 * The workspace's audit, newest first.
 * @throws InvalidCursorError
 */
export async function listAudit(db: Database, workspaceId: WorkspaceId, args: ListAuditArgs): Promise<Page<AuditItem>> {
  const { cursor, limit: asked, ...filters } = args
  const limit = pageLimit({ limit: asked })
  const scope = { list: 'audit', filters }
  const conditions: RawBuilder<unknown>[] = [sql`workspace_id = ${workspaceId}`]
  const equal = (column: string, value: string | undefined) => {
    if (value !== undefined) conditions.push(sql`${sql.ref(column)} = ${value}`)
  }
  equal('actor', filters.actor)
  equal('actor_kind', filters.actorKind)
  equal('interface', filters.interface)
  equal('action', filters.action)
  equal('target', filters.target)
  equal('subject', filters.subject)
  equal('outcome', filters.outcome)
  if (filters.after !== undefined) conditions.push(sql`at >= ${filters.after}::timestamptz`)
  if (filters.before !== undefined) conditions.push(sql`at < ${filters.before}::timestamptz`)
  if (cursor !== undefined) {
    const [at, id] = decodeCursor(scope, cursor, timeAndId)
    conditions.push(sql`(at, id) < (${at}::timestamptz, ${id}::uuid)`)
  }
  const { rows } = await sql<Omit<AuditItem, 'at'> & { at: Date; key: string }>`
    select id, at, ${instantText(sql`at`)} as key, actor_kind as "actorKind", actor, interface, action, target, subject,
      arguments, outcome, status, address, request_id as "requestId"
    from audit where ${allOf(conditions)} order by at desc, id desc limit ${limit + 1}`.execute(db)
  const page = cutPage(rows, limit, scope, (row) => [row.key, row.id])
  const items = page.rows.map(({ key: _, at, ...row }) => ({ ...row, at: at.toISOString() }))
  return { items, nextCursor: page.nextCursor }
}
