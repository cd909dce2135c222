import { z } from 'zod'
import { Timestamp } from './page.ts'

/** What an account of one transport is made of, in the order in which a form asks for it. */
export const AccountFormDescription = z
  .object({
    transport: z.string(),
    fields: z.array(
      z.object({
        name: z.string().meta({ description: 'As `POST /v1/accounts` calls it' }),
        required: z.boolean(),
        secret: z.boolean().meta({ description: 'Stored encrypted and never given back' }),
        example: z.string(),
      }),
    ),
    checks: z.boolean().meta({ description: 'Whether the provider can be asked about each field before it is saved' }),
    subscribes: z.boolean().meta({ description: 'Whether the provider can be told from here to send its webhooks' }),
  })
  .meta({ id: 'AccountFormDescription' })
export type AccountFormDescription = z.infer<typeof AccountFormDescription>

/** What the provider said of one field. `unclear`: it could not be asked, or does not say. */
export const CredentialFinding = z
  .object({
    field: z
      .string()
      .meta({ description: 'As `POST /v1/accounts` calls it; `registration` is the state of the number' }),
    state: z.enum(['ok', 'wrong', 'unclear']),
    detail: z.string().meta({ description: 'A sentence: what is so, and what to do where it is not fine' }),
  })
  .meta({ id: 'CredentialFinding' })
export type CredentialFinding = z.infer<typeof CredentialFinding>

/** What asking the provider with unsaved credentials found. */
export const AccountDraftCheck = z
  .object({
    ok: z.boolean().meta({ description: 'Nothing is wrong; what is unclear does not count' }),
    findings: z.array(CredentialFinding),
    number: z
      .object({
        displayPhoneNumber: z.string().nullable(),
        verifiedName: z.string().nullable(),
        qualityRating: z.string().nullable(),
      })
      .nullable()
      .meta({ description: 'The number as the provider has it; null where it does not say' }),
  })
  .meta({ id: 'AccountDraftCheck' })
export type AccountDraftCheck = z.infer<typeof AccountDraftCheck>

/** Where the provider sends an account's webhooks, and what has come. */
export const AccountWebhook = z
  .object({
    path: z.string(),
    callbackUrl: z.string().nullable().meta({ description: 'null: nobody outside of this machine reaches the server' }),
    reachedBy: z
      .enum(['configured', 'tunnel'])
      .nullable()
      .meta({ description: 'PUBLIC_BASE_URL, or `switchboard tunnel`, whose address changes with every start' }),
    verifyToken: z
      .enum(['account', 'environment', 'none'])
      .meta({ description: 'Whose verify token answers the provider; none: the transport has no such question' }),
    verifiedAt: Timestamp.nullable().meta({
      description: 'When the provider last asked whether this is the right server',
    }),
    lastWebhookAt: Timestamp.nullable().meta({ description: 'To the second' }),
  })
  .meta({ id: 'AccountWebhook' })
export type AccountWebhook = z.infer<typeof AccountWebhook>

/** Asks the provider to send webhooks of the business account to the app. */
export const SubscribeAccount = z
  .strictObject({
    /**
     * Straight to this server, whatever address the app has. The provider asks that address at once, so the account needs a verify
     * token of its own and the server a public address.
     */
    here: z.boolean().optional(),
  })
  .meta({ id: 'SubscribeAccount' })

/** Which apps of the provider get the business account's webhooks. */
export const AccountSubscription = z
  .object({
    apps: z.array(
      z.object({
        id: z.string().nullable(),
        name: z.string().nullable(),
        callbackUrl: z.string().nullable().meta({ description: "null: the app's own" }),
      }),
    ),
  })
  .meta({ id: 'AccountSubscription' })
export type AccountSubscription = z.infer<typeof AccountSubscription>
