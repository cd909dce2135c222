import { Timestamp } from '@switchboard/contract'
import { z } from 'zod'
import { inboxStates } from '../../../store/queries/inbox-state.ts'

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
