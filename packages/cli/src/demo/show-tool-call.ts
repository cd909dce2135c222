import { Client, StreamableHTTPClientTransport } from '@modelcontextprotocol/client'
import { version } from '@switchboard/server'
import { z } from 'zod'
import { oneLine, print, style } from '../print.ts'

const Answer = z.object({
  conversations: z.array(
    z.looseObject({
      contact: z.looseObject({ name: z.string().nullish() }).nullish(),
      subject: z.string().nullish(),
      lastMessage: z.looseObject({ type: z.string(), text: z.string().nullish() }).nullish(),
    }),
  ),
})

/** Calls `list_conversations` as an assistant does, and shows the beginning of the answer. @returns how many there were */
export async function showToolCall(url: string, key: string): Promise<number> {
  const client = new Client({ name: 'switchboard-demo', version }, { versionNegotiation: { mode: 'auto' } })
  const headers = { authorization: `Bearer ${key}` }
  await client.connect(new StreamableHTTPClientTransport(new URL(`${url}/mcp`), { requestInit: { headers } }))
  try {
    const result = await client.callTool({ name: 'list_conversations', arguments: { limit: 4 } })
    print(`${style('bold', 'MCP')}     tools/call list_conversations {"limit": 4}`)
    const { conversations } = Answer.parse(result.structuredContent)
    for (const conversation of conversations) {
      const who = plain(conversation.contact?.name ?? conversation.subject) || 'somebody without a name'
      const { type = 'nothing yet', text } = conversation.lastMessage ?? {}
      print(`  ${who.padEnd(16)} ${style('dim', cut(plain(text) || `(${type})`))}`)
    }
    return conversations.length
  } finally {
    await client.close()
  }
}

/** For an assistant, strangers' text comes fenced; a person at a terminal sees it bare. */
function plain(text: string | null | undefined): string {
  return oneLine((text ?? '').replaceAll(/<\/?untrusted-[^>]*>/g, ''))
}

function cut(text: string): string {
  return text.length > 70 ? `${text.slice(0, 69)}…` : text
}
