import { z } from 'zod'
import { AccountId, MediaId, MessageId } from './ids.ts'
import { Timestamp } from './page.ts'

/** pending (we try to get it) → stored, or for good: failed, too_large, expired (the provider has it no more). */
export const mediaStates = ['pending', 'stored', 'failed', 'too_large', 'expired'] as const
export const MediaState = z.enum(mediaStates)
export type MediaState = z.infer<typeof MediaState>

/** A file: of a message, or uploaded to be sent. Its bytes are at `/v1/media/:id`. */
export const Media = z
  .object({
    id: MediaId,
    state: MediaState,
    kind: z
      .string()
      .meta({ description: 'image, video, audio, document or sticker; of an upload, what it can be sent as' }),
    mimeType: z.string().nullable().meta({ description: 'What the bytes are; null until they are here' }),
    claimedMimeType: z.string().nullable().meta({ description: 'What the sender says they are' }),
    sizeBytes: z.int().nullable(),
    sha256: z.string().nullable().meta({ description: 'Of the bytes that are here, lower case hex' }),
    filename: z.string().nullable(),
    messageId: MessageId.nullable(),
    accountId: AccountId.nullable(),
    failure: z
      .object({ code: z.string(), sentence: z.string() })
      .nullable()
      .meta({ description: 'Of the last attempt, where it failed' }),
    nextAttemptAt: Timestamp.nullable(),
    createdAt: Timestamp,
    storedAt: Timestamp.nullable(),
  })
  .meta({ id: 'Media' })
export type Media = z.infer<typeof Media>

/** A file that we fetch from an address. The other way is a multipart form with a part `file`. */
export const FetchMedia = z
  .object({
    url: z.string().min(1).max(4_096).meta({ description: 'http or https, on the public internet' }),
    filename: z.string().min(1).max(240).optional(),
  })
  .meta({ id: 'FetchMedia' })
export type FetchMedia = z.infer<typeof FetchMedia>
