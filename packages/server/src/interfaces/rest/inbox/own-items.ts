import type { WorkspaceId } from '@switchboard/contract'
import { getInboxBodies } from '../../../store/queries/get-inbox-bodies.ts'
import type { InboxItem } from '../../../store/queries/inbox-state.ts'
import type { InboxDependencies } from './inbox-dependencies.ts'

/** Bodies are read to see whose they are, so much of them at a time. */
const mostBytes = 8 * 1024 * 1024

/** Those of a page that are this workspace's. */
export async function ownItems(
  { db, bodiesOf }: InboxDependencies,
  workspaceId: WorkspaceId,
  items: readonly InboxItem[],
): Promise<InboxItem[]> {
  const own = new Set<number>()
  for (const part of partsOf(items)) {
    const bodies = await getInboxBodies(db, part)
    for (const { seq } of await bodiesOf(workspaceId, bodies)) own.add(seq)
  }
  return items.filter(({ seq }) => own.has(seq))
}

/** Each of at most so many bytes, or of one body. */
function partsOf(items: readonly InboxItem[]): InboxItem[][] {
  const parts: InboxItem[][] = []
  let bytes = Infinity
  for (const item of items) {
    bytes += item.bytes
    if (bytes > mostBytes) {
      parts.push([])
      bytes = item.bytes
    }
    parts.at(-1)?.push(item)
  }
  return parts
}
