import { MessageId } from '@switchboard/contract'
import { z } from 'zod'
import { accountId } from '../tools/arguments.ts'

/** Arguments that all sending tools take, worded alike. */
export const recipient = z
  .string()
  .min(1)
  .max(200)
  .describe(
    'Whom: a phone number with + and country code, or the id of a conversation (best for an answer), of a contact, or a WhatsApp user id',
  )

export const sendArguments = {
  accountId: accountId
    .optional()
    .describe('The number to send from, from list_accounts. Default: that of the conversation, else the default one'),
  replyTo: MessageId.optional().describe('Id of a message in the same conversation, to quote it'),
  sendAt: z.iso
    .datetime({ offset: true, error: 'must be ISO 8601 with an offset, e.g. 2026-11-21T09:00:00+01:00' })
    .optional()
    .describe('Not before this time to come (ISO 8601 with offset)'),
  reason: z
    .string()
    .trim()
    .min(1)
    .max(500)
    .optional()
    .describe(
      'Why you want to send this, in a sentence: shown to the person who has to approve it, never to the customer',
    ),
  idempotencyKey: z
    .string()
    .min(1)
    .max(200)
    .optional()
    .describe(
      'Any word of yours for this one send: the same key with the same arguments is sent once, however often it is called. ' +
        'Without one, a call that is repeated may send twice (only older clients’ repeated requests are recognised)',
    ),
  waitSeconds: z
    .number()
    .min(0)
    .max(30)
    .default(5)
    .describe('How long to wait for WhatsApp to take it before answering `queued`; not for approvals'),
}

interface Common {
  readonly accountId?: string | undefined
  readonly replyTo?: string | undefined
  readonly sendAt?: string | undefined
  readonly reason?: string | undefined
  readonly idempotencyKey?: string | undefined
}

/** In the words of a send request. */
export function commonOf({ accountId, replyTo, sendAt, reason, idempotencyKey }: Common) {
  return {
    ...(accountId === undefined ? {} : { accountId }),
    ...(replyTo === undefined ? {} : { quotedMessageId: replyTo }),
    ...(sendAt === undefined ? {} : { sendAt: Date.parse(sendAt) }),
    ...(reason === undefined ? {} : { reason }),
    ...(idempotencyKey === undefined ? {} : { idempotencyKey }),
  }
}

/** Sending adds; it is not undone by calling again, and reaches people outside. */
export const sendHints = {
  readOnlyHint: false,
  destructiveHint: false,
  idempotentHint: false,
  openWorldHint: true,
} as const
