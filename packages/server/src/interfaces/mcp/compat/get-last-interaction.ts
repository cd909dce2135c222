import { z } from 'zod'
import type { Json } from '../boundary/seal.ts'
import { readTool, single } from '../tools/tool.ts'
import { TimeZoneArgument, timeShower } from '../views/time.ts'
import { chatNamesOf } from './chat-names.ts'
import { findMessages } from './find-messages.ts'
import { findByJid } from './jid.ts'
import { lineOf, MessageShape, messageShape } from './shapes.ts'

export const getLastInteractionTool = readTool({
  name: 'get_last_interaction',
  title: 'Get the last interaction with a person',
  description: 'The most recent WhatsApp message from or to a person, or in a group.',
  toolset: 'compat',
  input: z.object({ jid: z.string().describe('JID of the person or group'), timezone: TimeZoneArgument }),
  output: z.object({ result: MessageShape.nullable() }),
  textOf: lineOrNothing,
  async handle({ jid, timezone }, { db, principal }) {
    const { workspaceId } = principal
    const chat = await findByJid(db, workspaceId, jid)
    const [message] = chat ? await findMessages(db, workspaceId, { chat, limit: 1, offset: 0 }) : []
    if (!message) return single(() => ({ result: null }))
    const nameOf = await chatNamesOf(db, workspaceId, [message])
    const time = timeShower(timezone)
    return single((clip) => ({ result: messageShape(message, nameOf(message), time, clip) }))
  },
})

function lineOrNothing(structured: Json): string[] {
  const { result } = structured as { result: z.output<typeof MessageShape> | null } // the view above
  return [result === null ? 'There was no interaction with that JID.' : lineOf(result)]
}
