import type { TransportAccount } from '../../transport.ts'
import { isObject, type JsonObject, listAt, objectAt, wordAt } from '../webhook/json-fields.ts'
import type { Graph, GraphRequest } from './graph.ts'

/** The elements of a Graph edge, page by page. Pages are asked for by cursor: `paging.next` would carry the token in an address. */
export async function* elementsOf(
  graph: Graph,
  account: TransportAccount,
  request: GraphRequest,
): AsyncGenerator<JsonObject> {
  let after: string | undefined
  const seen = new Set<string>()
  do {
    const page = await graph.ask(account, { ...request, query: { ...request.query, after } })
    for (const element of listAt(page, 'data')) if (isObject(element)) yield element
    after = cursorAfter(page)
    // A cursor that comes again would go round for ever.
    if (after !== undefined && seen.has(after)) return
    if (after !== undefined) seen.add(after)
  } while (after !== undefined)
}

function cursorAfter(page: JsonObject): string | undefined {
  const paging = objectAt(page, 'paging')
  const cursors = paging && objectAt(paging, 'cursors')
  // Meta gives the cursor of the last page too; only `next` says that there is another.
  return paging && wordAt(paging, 'next') !== undefined ? cursors && wordAt(cursors, 'after') : undefined
}
