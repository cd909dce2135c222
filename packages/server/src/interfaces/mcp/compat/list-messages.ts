import type { Message } from '@switchboard/contract'
import { z } from 'zod'
import { getMessageContext } from '../../../store/queries/get-message-context.ts'
import type { Json } from '../boundary/seal.ts'
import { readTool, type ToolContext, ToolError } from '../tools/tool.ts'
import { TimeZoneArgument, timeShower } from '../views/time.ts'
import { chatNamesOf } from './chat-names.ts'
import { findMessages } from './find-messages.ts'
import { findByJid } from './jid.ts'
import { limitArgument, listAnswer, listOf, pageArgument } from './list-answer.ts'
import { readTime } from './read-time.ts'
import { lineOf, MessageShape, messageShape } from './shapes.ts'

const neighbours = z.int().min(0).max(20).default(1)

const input = z.object({
  after: z.string().optional().describe('ISO 8601; only later messages'),
  before: z.string().optional().describe('ISO 8601; only earlier messages'),
  sender_phone_number: z.string().optional(),
  chat_jid: z.string().optional(),
  query: z.string().optional().describe('Part of the text'),
  limit: limitArgument(20),
  page: pageArgument,
  include_context: z.boolean().default(true).describe('With the messages around each match'),
  context_before: neighbours,
  context_after: neighbours,
  timezone: TimeZoneArgument,
})

export const compatListMessagesTool = readTool({
  name: 'list_messages',
  title: 'List messages',
  description:
    'WhatsApp messages, newest first, received and sent, by chat, sender, text or time, each match with its neighbours. ' +
    'One line per message; the structured answer has the fields.',
  toolset: 'compat',
  input,
  output: listOf(MessageShape),
  textOf: linesOf,
  async handle(args, context) {
    const { db, principal } = context
    const { workspaceId } = principal
    const found = {
      chat: await lookUp(context, args.chat_jid),
      sender: await lookUp(context, args.sender_phone_number),
    }
    const span = { after: readTime('after', args.after), before: readTime('before', args.before) }
    const time = timeShower(args.timezone)
    // Without a filter by text or sender the neighbours of every message are in the list themselves.
    const withContext = args.include_context && Boolean(args.query || args.sender_phone_number)
    return listAnswer({
      limit: args.limit,
      page: args.page,
      fetch: async (limit, offset) => {
        const matches = await findMessages(db, workspaceId, { ...found, ...span, query: args.query, limit, offset })
        const groups = withContext ? await addContext(matches, args, context) : matches.map((message) => [message])
        const nameOf = await chatNamesOf(db, workspaceId, groups.flat())
        return groups.map((group) => group.map((message) => ({ message, chat: nameOf(message) })))
      },
      render: (group, clip) => group.map(({ message, chat }) => messageShape(message, chat, time, clip)),
    })
  },
})

async function lookUp({ db, principal }: ToolContext, jid: string | undefined) {
  if (!jid) return undefined
  const chat = await findByJid(db, principal.workspaceId, jid)
  if (!chat)
    throw new ToolError(`Nobody is known by that JID or number. list_chats and search_contacts give those that exist.`)
  return chat
}

/** Each match with its neighbours, nothing twice: a neighbour of two matches comes with the first. */
async function addContext(
  matches: Message[],
  args: z.output<typeof input>,
  { db, principal }: ToolContext,
): Promise<Message[][]> {
  const seen = new Set(matches.map(({ id }) => id))
  const unseen = (message: Message) => !seen.has(message.id) && Boolean(seen.add(message.id))
  const groups: Message[][] = []
  for (const match of matches) {
    const around = await getMessageContext(db, principal.workspaceId, {
      messageId: match.id,
      before: args.context_before,
      after: args.context_after,
    })
    groups.push([...(around?.before ?? []).filter(unseen), match, ...(around?.after ?? []).filter(unseen)])
  }
  return groups
}

function linesOf(structured: Json): string[] {
  const { result, note } = structured as { result: z.output<typeof MessageShape>[]; note?: string } // listAnswer made it
  const lines = result.length === 0 ? 'No messages to display.' : result.map(lineOf).join('\n')
  return note === undefined ? [lines] : [lines, note]
}
