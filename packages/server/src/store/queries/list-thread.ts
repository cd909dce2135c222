import type { ConversationId, MessageId, ThreadPage, WorkspaceId } from '@switchboard/contract'
import { sql } from 'kysely'
import type { Database } from '../database.ts'
import { encodeCursor, instantText } from './cursor.ts'
import { getQuotes } from './get-quotes.ts'
import {
  type ListMessagesArgs,
  type MessageOrder,
  type MessagePlace,
  messagesScope,
  placeIn,
  readMessages,
} from './list-messages.ts'
import type { PlacedMessage } from './message-page.ts'
import { pageLimit } from './page.ts'

export interface ThreadArgs extends ListMessagesArgs {
  readonly conversationId: ConversationId
  /** Messages on both sides of this one, newest first; instead of `cursor` and `order`. */
  readonly around?: MessageId | undefined
}

/** Messages of a page, newest first, and what is known of its ends. */
interface Stretch {
  readonly found: readonly PlacedMessage[]
  readonly hasOlder: boolean
  readonly hasNewer: boolean
}

/**
 * A page of a conversation from which one can go on in both directions. Null: `around` is no message of the conversation.
 * Measured in a conversation of 50,000 messages: a few ms wherever in it (`make bench BENCH=console`).
 *
 * @throws {Refusal} `invalid-cursor`
 */
export async function listThread(
  db: Database,
  workspaceId: WorkspaceId,
  { around, ...args }: ThreadArgs,
): Promise<ThreadPage | null> {
  const order = around === undefined ? (args.order ?? 'newest') : 'newest'
  const stretch =
    around === undefined
      ? await readOnward(db, workspaceId, args, order)
      : await readAround(db, workspaceId, args, around)
  if (stretch === null) return null
  const { found, hasOlder, hasNewer } = stretch
  const cursorAt = (place: PlacedMessage | undefined, way: MessageOrder) =>
    place === undefined ? null : encodeCursor(messagesScope(args, way), [place.at, place.message.id])
  const olderCursor = hasOlder ? cursorAt(found.at(-1), 'newest') : null
  const newerCursor = cursorAt(found[0], 'oldest')
  const items = (order === 'newest' ? found : found.toReversed()).map(({ message }) => message)
  return {
    items,
    nextCursor: order === 'newest' ? olderCursor : hasNewer ? newerCursor : null,
    olderCursor,
    newerCursor,
    hasNewer,
    quotes: await getQuotes(db, workspaceId, items),
  }
}

async function readOnward(
  db: Database,
  workspaceId: WorkspaceId,
  args: ListMessagesArgs,
  order: MessageOrder,
): Promise<Stretch> {
  const limit = pageLimit(args)
  const from = args.cursor === undefined ? undefined : placeIn(messagesScope(args, order), args.cursor)
  const read = await readMessages(db, workspaceId, args, { order, limit: limit + 1, from })
  const found = read.slice(0, limit)
  const [ahead, behind] = [read.length > limit, from !== undefined]
  return order === 'newest'
    ? { found, hasOlder: ahead, hasNewer: behind }
    : { found: found.toReversed(), hasOlder: behind, hasNewer: ahead }
}

/** Half of the page is what came after the message, the rest it and what came before. */
async function readAround(
  db: Database,
  workspaceId: WorkspaceId,
  args: ThreadArgs,
  around: MessageId,
): Promise<Stretch | null> {
  const place = await placeOf(db, workspaceId, around)
  if (place === null) return null
  const limit = pageLimit(args)
  const half = Math.floor(limit / 2)
  const newer = await readMessages(db, workspaceId, args, { order: 'oldest', limit: half + 1, from: place })
  const after = newer.slice(0, half)
  const rest = limit - after.length
  const from = { ...place, including: true }
  const older = await readMessages(db, workspaceId, args, { order: 'newest', limit: rest + 1, from })
  // Of another conversation, or gone between the two queries.
  if (older[0]?.message.id !== around) return null
  return {
    found: [...after.toReversed(), ...older.slice(0, rest)],
    hasOlder: older.length > rest,
    hasNewer: newer.length > half,
  }
}

async function placeOf(db: Database, workspaceId: WorkspaceId, id: MessageId): Promise<MessagePlace | null> {
  const { rows } = await sql<MessagePlace>`
    select ${instantText(sql`m.sent_at`)} as at, m.id from messages m
    where m.id = ${id} and m.workspace_id = ${workspaceId}`.execute(db)
  return rows[0] ?? null
}
