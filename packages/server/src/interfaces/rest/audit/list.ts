import {
  AuditItem,
  type ContactId,
  type ConversationId,
  PageQuery,
  pageOf,
  type WorkspaceId,
} from '@switchboard/contract'
import { hasScope } from '../../../access/principal.ts'
import type { Database } from '../../../store/database.ts'
import { listAudit } from '../../../store/queries/list-audit.ts'
import { nameContacts, nameConversations } from '../../../store/queries/name-contacts.ts'
import type { App } from '../../app.ts'
import { principalOf } from '../../require-scope.ts'
import { auditFilters, lookingTools } from './audit-filters.ts'

const Query = PageQuery.extend(auditFilters)

/** `GET /v1/audit`: who did what, newest first. */
export function registerListAudit(app: App, { db }: { readonly db: Database }): void {
  app.get(
    '/v1/audit',
    {
      schema: { summary: 'Who did what', tags: ['audit'], querystring: Query, response: { 200: pageOf(AuditItem) } },
    },
    async (request) => {
      const principal = principalOf(request)
      const { workspaceId } = principal
      const page = await listAudit(db, workspaceId, { ...request.query, looking: lookingTools })
      if (!hasScope(principal, 'contacts:read')) return page
      const names = await namesFor(db, workspaceId, page.items)
      const items = page.items.map((item) => ({ ...item, contactName: namedIn(names, item.targets) }))
      return { ...page, items }
    },
  )
}

type Targets = AuditItem['targets']

/** Of whom each item was about: the contact that it names, else whom its conversation is with. */
async function namesFor(
  db: Database,
  workspaceId: WorkspaceId,
  items: readonly { readonly targets: Targets }[],
): Promise<ReadonlyMap<string, string>> {
  // The audit keeps ids of these tables and nothing else there.
  const contacts = items.flatMap(({ targets }) => (targets.contactIds?.slice(0, 1) ?? []) as ContactId[])
  const conversations = items.flatMap(({ targets }) => (targets.conversationIds?.slice(0, 1) ?? []) as ConversationId[])
  const [ofContacts, ofConversations] = await Promise.all([
    nameContacts(db, workspaceId, contacts),
    nameConversations(db, workspaceId, conversations),
  ])
  return new Map([...ofContacts, ...ofConversations])
}

function namedIn(
  names: ReadonlyMap<string, string>,
  { contactIds = [], conversationIds = [] }: Targets,
): string | null {
  return names.get(contactIds[0] ?? conversationIds[0] ?? '') ?? null
}
