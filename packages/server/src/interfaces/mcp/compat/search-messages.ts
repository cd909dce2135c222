import { z } from 'zod'
import { conversationId } from '../tools/arguments.ts'
import { searchMessagesTool } from '../tools/search-messages.ts'
import type { Tool } from '../tools/tool.ts'
import { limitArgument } from './list-answer.ts'

const input = z.object({
  query: z.string().optional().describe('Words to find'),
  q: z.string().optional().describe('The same'),
  conversation_id: conversationId.optional(),
  limit: limitArgument(50),
  cursor: z.string().optional(),
})

/** The ingestion system's tool, with the arguments of its /admin/search/messages; otherwise ours. */
export const compatSearchMessagesTool: Tool = {
  ...searchMessagesTool,
  toolset: 'compat',
  input,
  call(args, context) {
    const parsed = input.safeParse(args ?? {})
    // What is wrong with them is said by the tool that they are for.
    if (!parsed.success) return searchMessagesTool.call(args, context)
    const { query, q, conversation_id, limit, cursor } = parsed.data
    return searchMessagesTool.call(
      { query: query ?? q, conversationId: conversation_id, limit: Math.min(limit, 100), cursor },
      context,
    )
  },
}
