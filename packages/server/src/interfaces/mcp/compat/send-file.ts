import { z } from 'zod'
import { mediaContent } from '../sending/media-content.ts'
import { readMediaSource } from '../sending/media-source.ts'
import { sendHints } from '../sending/send-arguments.ts'
import { type Tool, writeTool } from '../tools/tool.ts'
import { answerInShape, SendShape, sendFailure } from './send-shape.ts'
import { sendTargetOf } from './send-target.ts'

const input = z.object({
  recipient: z.string().min(1).max(200).describe('A phone number with country code but no +, or a JID'),
  media_path: z
    .string()
    .min(1)
    .max(4_096)
    .describe('Id of an uploaded file (POST /v1/media) or of one in a message, or an https address; no path on a disk'),
})

/**
 * lharries/whatsapp-mcp's two tools for files. There `media_path` is a path on the server's disk, which a model could be talked
 * into sending to anybody; here it names a file that was uploaded, or an address.
 */
function fileTool(name: string, title: string, description: string, kind?: 'audio'): Tool {
  return writeTool({
    name,
    title,
    description,
    toolset: 'compat',
    annotations: sendHints,
    input,
    output: SendShape,
    failure: sendFailure,
    handle(args, context) {
      const { recipient, media_path } = args
      return answerInShape(context, { tool: `compat ${name}`, args }, recipient, async () => {
        const file = await readMediaSource(context, media_path)
        // A voice note has to be Ogg; other audio goes as a file to listen to.
        const words = kind === undefined ? {} : { kind, ...(file.ogg ? { voice: true } : {}) }
        return { to: await sendTargetOf(context, recipient), content: mediaContent(file, words) }
      })
    },
  })
}

export const sendFileTool = fileTool(
  'send_file',
  'Send a file',
  'Sends an image, video, audio or document to a person or group. `media_path` is the id of an uploaded file or an https address.',
)

export const sendAudioMessageTool = fileTool(
  'send_audio_message',
  'Send a voice message',
  'Sends audio as a voice note where it is Ogg with Opus, otherwise as an audio file. `media_path` is the id of an uploaded file or ' +
    'an https address.',
  'audio',
)
