import { Contact, ContactQuery, pageOf } from '@switchboard/contract'
import type { Database } from '../../../store/database.ts'
import { listContacts } from '../../../store/queries/list-contacts.ts'
import { listDirectory } from '../../../store/queries/list-directory.ts'
import { searchContacts } from '../../../store/queries/search-contacts.ts'
import type { App } from '../../app.ts'
import { principalOf } from '../../require-scope.ts'

/** `GET /v1/contacts`: all, or who matches `q` and the filters. */
export function registerListContacts(app: App, { db }: { readonly db: Database }): void {
  app.get(
    '/v1/contacts',
    {
      schema: {
        summary: 'List or search contacts',
        description:
          'Without `q`, everybody, the newest known first. With `q`, who matches, the last seen first. `sort` says another order; ' +
          'in that of `lastSeen` somebody who writes meanwhile may be passed over or come twice.',
        tags: ['contacts'],
        querystring: ContactQuery,
        response: { 200: pageOf(Contact) },
      },
    },
    (request) => {
      const { q, cursor, limit, ...filters } = request.query
      const { workspaceId } = principalOf(request)
      const page = { cursor, limit }
      if (Object.values(filters).some((value) => value !== undefined)) {
        const { optedOut } = filters
        const wanted = { ...filters, optedOut: optedOut === undefined ? undefined : optedOut === 'true' }
        return listDirectory(db, workspaceId, { ...page, ...wanted, query: q })
      }
      return q === undefined
        ? listContacts(db, workspaceId, page)
        : searchContacts(db, workspaceId, { ...page, query: q })
    },
  )
}
