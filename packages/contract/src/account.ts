import { z } from 'zod'
import { AccountId } from './ids.ts'
import { Timestamp } from './page.ts'

/** One WhatsApp number (or mailbox) reached through one transport. */
export const Account = z
  .object({
    id: AccountId,
    transport: z.string(),
    externalId: z
      .string()
      .meta({ description: "The transport's own name of the number: phone_number_id on the Cloud API" }),
    businessAccountId: z.string().nullable(),
    displayPhoneNumber: z.string().nullable(),
    name: z.string().nullable(),
    isDefault: z.boolean(),
    discovered: z.boolean().meta({ description: 'Nobody configured it: it was seen in a webhook' }),
    facts: z
      .array(z.object({ field: z.string(), subject: z.string().nullable(), value: z.unknown(), at: Timestamp }))
      .optional()
      .meta({ description: 'The latest that the provider said of it: quality, name, limits' }),
  })
  .meta({ id: 'Account' })
export type Account = z.infer<typeof Account>
