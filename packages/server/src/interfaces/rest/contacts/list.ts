import { Contact, PageQuery, pageOf } from '@switchboard/contract'
import { z } from 'zod'
import type { Database } from '../../../store/database.ts'
import { listContacts } from '../../../store/queries/list-contacts.ts'
import { searchContacts } from '../../../store/queries/search-contacts.ts'
import type { App } from '../../app.ts'
import { principalOf } from '../../require-scope.ts'

const Query = PageQuery.extend({
  q: z
    .string()
    .min(1)
    .max(200)
    .optional()
    .meta({
      description:
        'Parts of names, a username, a part of a phone number as people write it, or any identity exactly; ' +
        'where nobody matches, the most similar names',
      example: 'maria 600 11',
    }),
})

/** `GET /v1/contacts`: all, or who matches `q`. */
export function registerListContacts(app: App, { db }: { readonly db: Database }): void {
  app.get(
    '/v1/contacts',
    {
      schema: {
        summary: 'List or search contacts',
        description: 'Without `q`, everybody, the newest known first. With `q`, who matches, the last seen first.',
        tags: ['contacts'],
        querystring: Query,
        response: { 200: pageOf(Contact) },
      },
    },
    (request) => {
      const { q, ...page } = request.query
      const { workspaceId } = principalOf(request)
      return q === undefined
        ? listContacts(db, workspaceId, page)
        : searchContacts(db, workspaceId, { ...page, query: q })
    },
  )
}
