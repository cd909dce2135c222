import { z } from 'zod'

const MediaLimit = z.object({
  maxBytes: z.int().meta({ description: '0: it has no such files' }),
  mimeTypes: z.array(z.string()).meta({ description: 'None: any' }),
})

/** What can be sent from an account, and how much of it: for whoever writes a message before they send it. */
export const AccountCapabilities = z
  .object({
    contentTypes: z.array(z.string()).meta({ description: 'Of `content.type`' }),
    templates: z.boolean(),
    quotes: z.boolean(),
    typing: z.boolean(),
    serviceWindowHours: z.number().nullable().meta({
      description: 'Only templates go later than this after the last message of the customer; null: whenever',
    }),
    textLimit: z.int().meta({ description: 'Characters (code points) of a text' }),
    captionLimit: z.int(),
    media: z.object({
      image: MediaLimit,
      video: MediaLimit,
      audio: MediaLimit,
      document: MediaLimit,
      sticker: MediaLimit,
    }),
    scheduleDays: z.int().meta({ description: '`sendAt` may be so far ahead' }),
  })
  .meta({ id: 'AccountCapabilities' })
export type AccountCapabilities = z.infer<typeof AccountCapabilities>
