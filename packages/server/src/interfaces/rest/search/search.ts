import { SearchPage, SearchQuery } from '@switchboard/contract'
import { searchMessages } from '../../../search/search-messages.ts'
import type { Database } from '../../../store/database.ts'
import type { App } from '../../app.ts'
import { principalOf } from '../../require-scope.ts'

/** `GET /v1/search`: messages by what they say. */
export function registerSearch(app: App, { db }: { readonly db: Database }): void {
  app.get(
    '/v1/search',
    {
      schema: {
        summary: 'Search messages',
        description:
          'Finds text, captions, filenames, button titles, order and contact names, in any language and script. ' +
          'Every word must occur; `"a phrase"`, `begin*` and `-without` narrow further. A word that occurs nowhere is widened ' +
          'to words that contain it or are spelled almost like it, and `corrected` says to which. Each hit comes with a ' +
          'plain-text `snippet` and where in it the words are.\n\n' +
          'Example: `/v1/search?q=refund%20deliv*&direction=inbound&after=2026-11-01T00:00:00Z`',
        tags: ['search'],
        querystring: SearchQuery,
        response: { 200: SearchPage },
      },
    },
    (request) => searchMessages(db, principalOf(request).workspaceId, request.query),
  )
}
