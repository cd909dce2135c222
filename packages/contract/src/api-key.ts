import { z } from 'zod'
import { AccountId, ApiKeyId, ContactId } from './ids.ts'
import { Timestamp } from './page.ts'
import { SendPolicy } from './send-states.ts'

const words = {
  sendPolicy:
    'What is done with what it sends. allow: it goes, an assistant’s too. approve: a person approves each message, however it is sent. ' +
    'block: nothing goes. null: what an assistant sends over MCP waits for approval, all else goes',
  addresses: 'Addresses and ranges (CIDR, IPv4 and IPv6) that it may be used from; null: from everywhere',
  accounts: 'The accounts that it reaches; null: all of them, later ones too',
  contacts: 'The contacts that it reaches; null: all of them. With a list it reaches no groups',
  dailyCap: 'Messages a day (UTC) at most; null: no cap',
} as const

const Address = z.union([z.ipv4(), z.ipv6(), z.cidrv4(), z.cidrv6()])

/** What may be asked for; what is not given is as the address says. */
export const KeyBoundsAsked = z.object({
  sendPolicy: SendPolicy.nullable().meta({ description: words.sendPolicy }).optional(),
  expiresAt: Timestamp.nullable().optional(),
  addresses: z.array(Address).min(1).max(100).nullable().meta({ description: words.addresses }).optional(),
  accounts: z.array(AccountId).min(1).max(100).nullable().meta({ description: words.accounts }).optional(),
  contacts: z.array(ContactId).min(1).max(500).nullable().meta({ description: words.contacts }).optional(),
  dailyCap: z.int().min(0).max(1_000_000).nullable().meta({ description: words.dailyCap }).optional(),
})
export type KeyBoundsAsked = z.infer<typeof KeyBoundsAsked>

/** An API key as lists show it: never the key itself. */
export const ApiKey = z
  .object({
    id: ApiKeyId,
    name: z.string(),
    prefix: z.string().meta({ description: "The key's first characters, to recognise it by" }),
    scopes: z.array(z.string()),
    sendPolicy: SendPolicy.nullable().meta({ description: words.sendPolicy }),
    addresses: z.array(z.string()).nullable().meta({ description: words.addresses }),
    accounts: z.array(AccountId).nullable().meta({ description: words.accounts }),
    contacts: z.array(ContactId).nullable().meta({ description: words.contacts }),
    dailyCap: z.int().nullable().meta({ description: words.dailyCap }),
    createdAt: Timestamp,
    expiresAt: Timestamp.nullable(),
    revokedAt: Timestamp.nullable(),
    lastUsedAt: Timestamp.nullable().meta({ description: 'To the minute' }),
    madeBy: z.string().nullable().meta({ description: 'Who made it, as kind:id; null: not known' }),
    replacedBy: ApiKeyId.nullable().meta({ description: 'The key that took its place' }),
  })
  .meta({ id: 'ApiKey' })
export type ApiKey = z.infer<typeof ApiKey>

export const NewApiKey = ApiKey.extend({ key: z.string().meta({ description: 'The key itself, shown this once' }) })
export type NewApiKey = z.infer<typeof NewApiKey>
