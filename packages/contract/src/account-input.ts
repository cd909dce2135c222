import { z } from 'zod'
import { AccountSettingsChange } from './account-settings.ts'

/** Printable ASCII: anything else could not be sent as a header, and would come back in an error. */
const secret = (least: number) =>
  z
    .string()
    .trim()
    .min(least, `has at least ${least} characters`)
    .max(4_096)
    .regex(/^[\x21-\x7e]+$/, 'is printable characters without spaces')
    .meta({ writeOnly: true })
const metaId = z.string().regex(/^\d{1,32}$/, "is an id of Meta's: digits only")
const phone = z.string().regex(/^\+[1-9]\d{6,14}$/, 'is a phone number like +4915123456789')
const sid = (letters: string) =>
  z.string().regex(new RegExp(`^${letters}[0-9a-zA-Z]{8,64}$`), `is one of Twilio's SIDs: ${letters}…`)

const name = z.string().trim().min(1).max(100)
const common = {
  name: name.optional().meta({ description: 'What people here call it' }),
  isDefault: z.boolean().optional().meta({ description: 'Absent: it becomes the default where there is none' }),
  state: z.enum(['active', 'paused']).optional().meta({ description: 'paused: receives and does not send' }),
  settings: AccountSettingsChange.optional(),
}

const cloudApi = {
  businessAccountId: metaId.meta({ description: 'Of the WhatsApp business account; needed for templates' }),
  displayPhoneNumber: phone,
  accessToken: secret(8).meta({ description: 'A system user token from Meta Business settings' }),
  appSecret: secret(16).meta({ description: "Of the Meta app that sends this number's webhooks" }),
  verifyToken: secret(8).meta({ description: 'What Meta says when it checks the webhook address' }),
  apiVersion: z.string().regex(/^v\d{1,3}\.\d{1,2}$/, 'looks like v26.0'),
}
const twilio = {
  accountSid: sid('AC'),
  authToken: secret(16).meta({ description: 'Signs the webhooks too: without it nothing is received' }),
  apiKeySid: sid('SK'),
  apiKeySecret: secret(16),
  messagingServiceSid: sid('MG').meta({ description: 'Sends go through this Messaging Service, from `sender`' }),
}

/** A number at Meta. */
export const CreateCloudApiAccount = z.strictObject({
  transport: z.literal('cloud-api'),
  phoneNumberId: metaId,
  businessAccountId: cloudApi.businessAccountId.optional(),
  displayPhoneNumber: cloudApi.displayPhoneNumber.optional(),
  accessToken: cloudApi.accessToken,
  appSecret: cloudApi.appSecret.optional(),
  verifyToken: cloudApi.verifyToken.optional(),
  apiVersion: cloudApi.apiVersion.optional(),
  ...common,
})

/** A number at Twilio, reached by the account's auth token, or by an API key. */
export const CreateTwilioAccount = z
  .strictObject({
    transport: z.literal('twilio'),
    sender: z
      .string()
      .regex(/^(whatsapp:)?\+[1-9]\d{6,14}$/, 'is a WhatsApp sender like whatsapp:+14155238886')
      .meta({ description: 'The number. Webhooks name it, so a Messaging Service alone is not enough' }),
    accountSid: twilio.accountSid,
    authToken: twilio.authToken.optional(),
    apiKeySid: twilio.apiKeySid.optional(),
    apiKeySecret: twilio.apiKeySecret.optional(),
    messagingServiceSid: twilio.messagingServiceSid.optional(),
    ...common,
  })
  .refine(({ authToken, apiKeySid, apiKeySecret }) => authToken ?? (apiKeySid && apiKeySecret), {
    path: ['authToken'],
    message: 'is needed, or apiKeySid and apiKeySecret in its place',
  })

/** A number that reaches nobody, for trying things. */
export const CreateTestAccount = z.strictObject({
  transport: z.literal('test'),
  externalId: z.string().regex(/^[\w.:-]{1,100}$/, 'is letters, digits and . : _ -'),
  displayPhoneNumber: phone.optional(),
  ...common,
})

export const CreateAccount = z
  .discriminatedUnion('transport', [CreateCloudApiAccount, CreateTwilioAccount, CreateTestAccount])
  .meta({ id: 'CreateAccount' })
export type CreateAccount = z.infer<typeof CreateAccount>

/**
 * What is given changes; null takes away. Which fields an account has depends on its transport; another one's are refused. The
 * number itself never changes: that would be another account.
 */
export const UpdateAccount = z
  .strictObject({
    name: name.nullable(),
    state: z.enum(['active', 'paused']),
    settings: AccountSettingsChange,
    businessAccountId: cloudApi.businessAccountId.nullable(),
    displayPhoneNumber: cloudApi.displayPhoneNumber.nullable(),
    accessToken: cloudApi.accessToken,
    appSecret: cloudApi.appSecret.nullable(),
    verifyToken: cloudApi.verifyToken.nullable(),
    apiVersion: cloudApi.apiVersion.nullable(),
    accountSid: twilio.accountSid,
    authToken: twilio.authToken.nullable(),
    apiKeySid: twilio.apiKeySid.nullable(),
    apiKeySecret: twilio.apiKeySecret.nullable(),
    messagingServiceSid: twilio.messagingServiceSid.nullable(),
  })
  .partial()
  .refine((change) => Object.values(change).some((value) => value !== undefined), {
    message: 'names nothing to change',
  })
  .meta({ id: 'UpdateAccount' })
export type UpdateAccount = z.infer<typeof UpdateAccount>
