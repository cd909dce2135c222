import { z } from 'zod'
import { getMessage } from '../../../store/queries/get-message.ts'
import { foreign, Own, type View } from '../boundary/foreign.ts'
import { readTool, single, ToolError } from '../tools/tool.ts'
import { mimeTypeView } from '../views/message.ts'
import { findMessageId } from './find-message-id.ts'

/**
 * lharries/whatsapp-mcp's tool. There it writes a file to the server's disk and answers its path; here the file is kept already, and
 * the answer says where it is fetched from.
 */
export const downloadMediaTool = readTool({
  name: 'download_media',
  title: 'Download media',
  description:
    'Where the file of a WhatsApp message can be fetched. No path on a disk: `url` is this server’s, asked with the same key.',
  toolset: 'compat',
  input: z.object({
    message_id: z.string().min(1).describe('The `id` of a message with a file'),
    chat_jid: z.string().optional().describe('Not needed here'),
  }),
  output: z.object({
    success: z.boolean(),
    message: z.string(),
    media_id: z.string().optional(),
    url: z.string().optional(),
    mime_type: z.string().optional(),
    filename: z.string().optional(),
  }),
  failure: (message) => ({ success: false, message: new Own(message) }),
  async handle({ message_id }, { db, principal }) {
    const { workspaceId } = principal
    const messageId = await findMessageId(db, workspaceId, message_id)
    const message = messageId && (await getMessage(db, workspaceId, { messageId }))
    if (!message)
      throw new ToolError('There is no message with that id. list_messages gives ids that exist.', 'not-found')
    const [file] = message.media ?? []
    if (!file) throw new ToolError('That message has no file.', 'not-found')
    if (file.state !== 'stored') throw new ToolError(`The file is not here: it is "${file.state}".`, 'not-found')
    const by = message.direction === 'inbound' ? 'contact' : 'business'
    return single(
      (): View => ({
        success: true,
        message: new Own('The file is kept on the server; fetch it from `url`.'),
        media_id: file.id,
        url: `/v1/media/${file.id}`,
        mime_type: mimeTypeView(file.mimeType, by),
        filename: foreign(file.filename?.slice(0, 200), by),
      }),
    )
  },
})
