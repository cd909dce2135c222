import { z } from 'zod'

/** How fast a number may be, where it is also in use in the WhatsApp Business app. */
export const coexistenceRate = 20
const fastestRate = 1_000

/** What is done with sends of one account. Every field has a value that stands for "as usual". */
export const AccountSettings = z
  .strictObject({
    defaultRegion: z
      .string()
      .regex(/^[A-Z]{2}$/, 'is a country like DE or BR')
      .nullable()
      .meta({ description: 'Where phones in national format are from; null: where the number itself is from' }),
    messagesPerSecond: z
      .number()
      .min(0.01)
      .max(fastestRate)
      .nullable()
      .meta({ description: `null: 80, and ${coexistenceRate} with coexistence` }),
    coexistence: z
      .boolean()
      .meta({ description: `In use in the WhatsApp Business app too, which carries ${coexistenceRate} a second` }),
    pairBurst: z.int().min(1).max(1_000).meta({ description: 'To one person: so many at once …' }),
    pairSeconds: z.number().min(0).max(3_600).meta({ description: '… and then one in so many seconds' }),
    sendPolicy: z.enum(['allow', 'approve']).meta({ description: 'approve: what is sent waits for a person' }),
    allow: z.array(z.string().trim().min(3).max(140)).max(1_000).nullable().meta({
      description: 'Only these may be written to from it: phones with + and country, user ids; null: everybody',
    }),
  })
  .meta({ id: 'AccountSettings' })
export type AccountSettings = z.infer<typeof AccountSettings>

export const AccountSettingsChange = AccountSettings.partial().meta({ id: 'AccountSettingsChange' })
export type AccountSettingsChange = z.infer<typeof AccountSettingsChange>
