import { z } from 'zod'
import { Timestamp } from './page.ts'

/** pending: not projected yet; projected; parked: could not be projected, kept with the reason. */
export const inboxStates = ['pending', 'projected', 'parked'] as const

/** A raw body that a provider sent, and what became of it. */
export const InboxItem = z
  .object({
    seq: z.int(),
    receivedAt: Timestamp,
    transport: z.string(),
    shard: z.int(),
    bytes: z.int(),
    sha256: z.string(),
    state: z.enum(inboxStates),
    redactedAt: Timestamp.nullable(),
    parked: z
      .object({
        reason: z.string(),
        detail: z.string().nullable(),
        attempts: z.int(),
        parkedAt: Timestamp,
        lastAttemptAt: Timestamp,
      })
      .nullable(),
  })
  .meta({ id: 'InboxItem' })
export type InboxItem = z.infer<typeof InboxItem>

export const InboxItemDetail = InboxItem.extend({
  body: z.string().meta({ description: 'The bytes as they came' }),
  bodyEncoding: z.enum(['utf8', 'base64']).meta({ description: 'base64 where the bytes are not UTF-8' }),
})
export type InboxItemDetail = z.infer<typeof InboxItemDetail>
