import { z } from 'zod'
import { AccountSettings } from './account-settings.ts'
import { AccountId } from './ids.ts'
import { Timestamp } from './page.ts'

/** active: receives and sends; paused: receives; disabled: was taken away, its history stays. */
export const AccountState = z.enum(['active', 'paused', 'disabled'])
export type AccountState = z.infer<typeof AccountState>

/** One WhatsApp number (or mailbox) reached through one transport. */
export const Account = z
  .object({
    id: AccountId,
    transport: z.string(),
    externalId: z
      .string()
      .meta({ description: "The transport's own name of the number: phone_number_id on the Cloud API" }),
    businessAccountId: z
      .string()
      .nullable()
      .meta({ description: 'The WhatsApp business account at Meta, the account SID at Twilio' }),
    displayPhoneNumber: z.string().nullable().meta({ description: 'As the provider or a person wrote it' }),
    phone: z
      .string()
      .nullable()
      .meta({ description: 'The same as people of all countries write it: `+44 7700 900228`' }),
    name: z.string().nullable(),
    isDefault: z.boolean(),
    discovered: z.boolean().meta({ description: 'Nobody configured it: it was seen in a webhook' }),
    state: AccountState,
    settings: AccountSettings,
    details: z
      .record(z.string(), z.string())
      .meta({ description: "What is the transport's own and no secret: apiVersion, messagingServiceSid …" }),
    secrets: z
      .array(z.object({ name: z.string(), setAt: Timestamp }))
      .meta({ description: 'Which are stored, never what they are' }),
    createdAt: Timestamp,
    updatedAt: Timestamp,
    facts: z
      .array(z.object({ field: z.string(), subject: z.string().nullable(), value: z.unknown(), at: Timestamp }))
      .optional()
      .meta({ description: 'The latest that the provider said of it: quality, name, limits' }),
  })
  .meta({ id: 'Account' })
export type Account = z.infer<typeof Account>

/** An account with whether it can act. */
export const ConnectedAccount = Account.extend({
  connection: z
    .object({
      ready: z.boolean(),
      detail: z.string(),
      simulated: z.boolean().meta({ description: 'The simulator answers in place of the provider: nobody is reached' }),
    })
    .meta({ description: 'Whether it has what it needs to send, and what is missing' }),
}).meta({ id: 'ConnectedAccount' })
export type ConnectedAccount = z.infer<typeof ConnectedAccount>
