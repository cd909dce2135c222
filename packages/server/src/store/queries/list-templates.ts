import type { Template, WorkspaceId } from '@switchboard/contract'
import { sql } from 'kysely'
import { normaliseText } from '../../search/normalise-text.ts'
import type { Database } from '../database.ts'
import { decodeCursor, idOnly } from './cursor.ts'
import { allOf } from './message-filters.ts'
import { cutPage, type Page, type PageArgs, pageLimit } from './page.ts'
import { type TemplateRow, templateColumns, toTemplate } from './template-row.ts'

export interface ListTemplatesArgs extends PageArgs {
  /** Those that this account can send: of its business. */
  readonly accountId?: string | undefined
  /** APPROVED, PENDING …; in any case of letters, as is the category. */
  readonly status?: string | undefined
  readonly category?: string | undefined
  readonly language?: string | undefined
  /** Words or parts of them, in the name and in what the template says. */
  readonly search?: string | undefined
}

/** More words than this only narrow what is narrow already. */
const mostWords = 10

/**
 * The templates that the provider has at present, by name and language. A template that is renamed or goes between two pages
 * moves nobody else.
 *
 * @throws {Refusal} `invalid-cursor`
 */
export async function listTemplates(
  db: Database,
  workspaceId: WorkspaceId,
  args: ListTemplatesArgs,
): Promise<Page<Template>> {
  const limit = pageLimit(args)
  const { cursor, limit: _, ...filters } = args
  const scope = { list: 'templates', filters }
  const conditions = [sql`t.workspace_id = ${workspaceId}`, sql`t.deleted_at is null`]
  if (args.accountId !== undefined)
    conditions.push(sql`(t.transport, t.business_account_id) =
      (select transport, business_account_id from accounts where id = ${args.accountId} and workspace_id = ${workspaceId})`)
  if (args.status !== undefined) conditions.push(sql`t.status = ${args.status.toUpperCase()}`)
  if (args.category !== undefined) conditions.push(sql`t.category = ${args.category.toUpperCase()}`)
  if (args.language !== undefined) conditions.push(sql`t.language = ${args.language}`)
  if (args.search !== undefined) {
    const words = normaliseText(args.search).split(' ').slice(0, mostWords)
    // Without a word nothing is found, and not everything.
    conditions.push(...words.map((word) => (word === '' ? sql`false` : sql`position(${word} in t.search_text) > 0`)))
  }
  if (cursor !== undefined) {
    // A name is too long for a cursor; the row is still there, deleted or not.
    const [id] = decodeCursor(scope, cursor, idOnly)
    conditions.push(sql`(t.name, t.language, t.id) >
      (select name, language, id from templates where id = ${id}::uuid and workspace_id = ${workspaceId})`)
  }
  const { rows } = await sql<TemplateRow>`
    select ${templateColumns} from templates t where ${allOf(conditions)}
    order by t.name, t.language, t.id limit ${sql.lit(limit + 1)}`.execute(db)
  const page = cutPage(rows, limit, scope, (row) => [row.id])
  return { items: page.rows.map(toTemplate), nextCursor: page.nextCursor }
}
