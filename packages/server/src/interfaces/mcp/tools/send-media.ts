import { z } from 'zod'
import { answerSent } from '../sending/answer-sent.ts'
import { mediaContent } from '../sending/media-content.ts'
import { readMediaSource } from '../sending/media-source.ts'
import { SendAnswer } from '../sending/send-answer.ts'
import { commonOf, recipient, sendArguments, sendHints } from '../sending/send-arguments.ts'
import { writeTool } from './tool.ts'

export const sendMediaTool = writeTool({
  name: 'send_media',
  title: 'Send a file',
  description:
    'Sends an image, video, audio, document or sticker: one that is here already (its id), or one at an https address, which is ' +
    'fetched and checked first. Never a path on a disk. The same rules as for send_message.',
  annotations: sendHints,
  input: z.strictObject({
    to: recipient,
    media: z
      .string()
      .min(1)
      .max(4_096)
      .describe('Id of a file that was uploaded (POST /v1/media) or came in a message, or an https address'),
    kind: z
      .enum(['image', 'video', 'audio', 'document', 'sticker'])
      .optional()
      .describe('As what to send it. Default: what the file is'),
    caption: z.string().min(1).optional().describe('Of an image, video or document'),
    filename: z.string().min(1).max(240).optional().describe('Of a document, as the customer sees it'),
    voice: z.boolean().optional().describe('Audio as a voice note; it has to be Ogg with Opus'),
    ...sendArguments,
  }),
  output: SendAnswer,
  handle(args, context) {
    const { to, media, kind, caption, filename, voice, waitSeconds, ...common } = args
    return answerSent(context, { tool: 'send_media', args, waitSeconds }, async () => ({
      ...commonOf(common),
      to,
      content: mediaContent(await readMediaSource(context, media), { kind, caption, filename, voice }),
    }))
  },
})
