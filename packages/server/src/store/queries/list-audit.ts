import type { WorkspaceId } from '@switchboard/contract'
import { type RawBuilder, sql } from 'kysely'
import type { AuditTargets } from '../audit-chain/encode-row.ts'
import type { Database } from '../database.ts'
import { decodeCursor, instantText, timeAndId } from './cursor.ts'
import { allOf } from './message-filters.ts'
import { cutPage, type Page, type PageArgs, pageLimit } from './page.ts'

/** Exact matches; times are ISO 8601, `after` is inclusive, `before` is not. */
export interface AuditFilters {
  readonly actor?: string | undefined
  readonly actorKind?: string | undefined
  readonly client?: string | undefined
  readonly interface?: string | undefined
  readonly action?: string | undefined
  /** Without what only looked, or only told that somebody is there. */
  readonly changesOnly?: boolean | undefined
  /** Routes and tools, left out with `changesOnly`. */
  readonly looking?: readonly string[] | undefined
  readonly target?: string | undefined
  readonly subject?: string | undefined
  readonly outcome?: string | undefined
  readonly approvalId?: string | undefined
  readonly accountId?: string | undefined
  readonly contactId?: string | undefined
  readonly conversationId?: string | undefined
  readonly messageId?: string | undefined
  readonly after?: string | undefined
  readonly before?: string | undefined
}

export interface ListAuditArgs extends PageArgs, AuditFilters {}

export interface AuditItem {
  readonly id: string
  readonly seq: number
  readonly at: string
  readonly actorKind: string
  readonly actor: string
  readonly clientName: string | null
  readonly clientVersion: string | null
  readonly interface: string
  readonly action: string
  readonly target: string
  readonly subject: string | null
  readonly targets: AuditTargets
  readonly label: string | null
  readonly arguments: unknown
  readonly outcome: string
  readonly status: number | null
  readonly address: string | null
  readonly requestId: string | null
  readonly approvalId: string | null
  readonly detailsErasedAt: string | null
}

/**
 * The workspace's audit, newest first.
 * @throws InvalidCursorError
 */
export async function listAudit(db: Database, workspaceId: WorkspaceId, args: ListAuditArgs): Promise<Page<AuditItem>> {
  const { cursor, limit: asked, looking, ...filters } = args
  const limit = pageLimit({ limit: asked })
  const scope = { list: 'audit', filters }
  const conditions = [sql`workspace_id = ${workspaceId}`, ...auditConditions({ ...filters, looking })]
  if (cursor !== undefined) {
    const [at, id] = decodeCursor(scope, cursor, timeAndId)
    conditions.push(sql`(at, id) < (${at}::timestamptz, ${id}::uuid)`)
  }
  const { rows } = await sql<AuditRow & { key: string }>`
    select ${auditColumns}, ${instantText(sql`at`)} as key
    from audit where ${allOf(conditions)} order by at desc, id desc limit ${limit + 1}`.execute(db)
  const page = cutPage(rows, limit, scope, (row) => [row.key, row.id])
  const items = page.rows.map(({ key: _, ...row }) => itemOf(row))
  return { items, nextCursor: page.nextCursor }
}

type AuditRow = Omit<AuditItem, 'at' | 'targets' | 'detailsErasedAt'> & {
  readonly at: Date
  readonly targets: AuditTargets | null
  readonly detailsErasedAt: Date | null
}

const auditColumns = sql`id, seq, at, actor_kind as "actorKind", actor, client_name as "clientName",
  client_version as "clientVersion", interface, action, target, subject, targets, label, arguments, outcome, status, address,
  request_id as "requestId", approval_id as "approvalId", details_erased_at as "detailsErasedAt"`

function itemOf({ at, targets, detailsErasedAt, ...row }: AuditRow): AuditItem {
  return {
    ...row,
    at: at.toISOString(),
    targets: targets ?? {},
    detailsErasedAt: detailsErasedAt?.toISOString() ?? null,
  }
}

const columnOf = {
  actor: 'actor',
  actorKind: 'actor_kind',
  client: 'client_name',
  interface: 'interface',
  action: 'action',
  target: 'target',
  subject: 'subject',
  outcome: 'outcome',
  approvalId: 'approval_id',
} as const
const targetIds = ['accountId', 'contactId', 'conversationId', 'messageId'] as const

const lookingActions = [
  ...['read', 'search', 'list', 'tools/list', 'resources/list', 'resources/read', 'resources/templates/list'],
  ...['prompts/list', 'prompts/get', 'initialize', 'server/discover', 'ping'],
]
/** They are posted, and change nothing that anybody would look for. */
const presenceRoutes = ['seen', 'typing', 'presence'].map((what) => `POST /v1/conversations/:id/${what}`)

export function auditConditions(filters: AuditFilters): RawBuilder<unknown>[] {
  const conditions: RawBuilder<unknown>[] = []
  for (const [filter, column] of Object.entries(columnOf)) {
    const value = filters[filter as keyof typeof columnOf] // its own keys
    if (value !== undefined) conditions.push(sql`${sql.ref(column)} = ${value}`)
  }
  for (const filter of targetIds) {
    const id = filters[filter]
    if (id !== undefined) conditions.push(sql`targets @> ${JSON.stringify({ [`${filter}s`]: [id] })}::jsonb`)
  }
  if (filters.changesOnly) {
    conditions.push(sql`action <> all(${[...lookingActions]})`)
    conditions.push(sql`target <> all(${[...presenceRoutes, ...(filters.looking ?? [])]})`)
  }
  if (filters.after !== undefined) conditions.push(sql`at >= ${filters.after}::timestamptz`)
  if (filters.before !== undefined) conditions.push(sql`at < ${filters.before}::timestamptz`)
  return conditions
}
