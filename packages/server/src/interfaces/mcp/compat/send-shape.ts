import { z } from 'zod'
import { Own, type View } from '../boundary/foreign.ts'
import { waitingWords } from '../sending/send-answer.ts'
import { type SendingCall, sendOne, type Wanted } from '../sending/send-one.ts'
import { Question } from '../serve/client-side.ts'
import { type Answer, single, type ToolContext } from '../tools/tool.ts'

/**
 * What lharries/whatsapp-mcp answers when it sends, and what became of it here. `success` means that it is sent or will be
 * without anybody's doing: a message that waits for a person is none.
 */
export const SendShape = z.object({
  success: z.boolean(),
  message: z.string(),
  status: z.string().optional(),
  message_id: z.string().optional(),
  approval_id: z.string().optional(),
  expires_at: z.string().optional(),
})

/** Of a call that failed, beside the error flag. */
export function sendFailure(message: string): View {
  return { success: false, message: new Own(message) }
}

const waitSeconds = 5
const successful = new Set(['accepted', 'queued', 'leased'])

export async function answerInShape(
  context: ToolContext,
  call: Omit<SendingCall, 'waitSeconds'>,
  recipient: string,
  wantedBy: () => Promise<Wanted>,
): Promise<Answer | Question> {
  const sent = await sendOne(context, { ...call, waitSeconds }, wantedBy)
  if (sent instanceof Question) return sent
  const { approval, reports } = sent
  const [first] = reports
  const status = first?.state ?? 'unknown'
  const held = status === 'held' ? approval : undefined
  const answer = single(() => ({
    success: successful.has(status),
    message: new Own(held ? waitingWords(held.id, held.expiresAt) : sentence(status, recipient)),
    status,
    message_id: first?.id,
    approval_id: held?.id,
    expires_at: held?.expiresAt,
  }))
  return { ...answer, subject: first?.id }
}

function sentence(status: string, recipient: string): string {
  // Numbers and JIDs are repeated; anything longer is not.
  const whom = /^[\w+@.:-]{1,60}$/.test(recipient) ? recipient : 'the recipient'
  switch (status) {
    case 'accepted':
      return `Message sent to ${whom}`
    case 'queued':
    case 'leased':
      return `Message to ${whom} is on its way; get_message_status says when WhatsApp has it`
    case 'unknown':
      return `Nobody can say whether the message to ${whom} was sent. Do not send it again`
    default:
      return `Message to ${whom} was not sent: it is ${status}`
  }
}
