import { AccountId, ContactId, SendPolicy, sendPolicies } from '@switchboard/contract'
import type { Command } from 'commander'
import { z } from 'zod'
import { CommandError } from '../report-failure.ts'

export interface BoundFlags {
  readonly sends?: string
  readonly expires?: string
  readonly addresses?: string
  readonly accounts?: string
  readonly contacts?: string
  readonly dailyCap?: string
}

/** What narrows a key beside its scopes. */
export function withBounds(command: Command): Command {
  return command
    .option('--sends <policy>', `allow, approve (a person approves each message) or block; unset: an assistant's wait`)
    .option('--expires <date>', 'e.g. 2027-01-31')
    .option('--addresses <list>', 'only from these addresses and ranges, e.g. 203.0.113.0/24,2001:db8::/32')
    .option('--accounts <ids>', 'it reaches only these accounts')
    .option('--contacts <ids>', 'it reaches only these contacts, and no groups')
    .option('--daily-cap <n>', 'messages a day (UTC) at most')
}

/** @throws {CommandError} naming the option and what it takes */
export function parseBounds(flags: BoundFlags) {
  return {
    sendPolicy: parsePolicy(flags.sends),
    expiresAt: parseExpiry(flags.expires),
    addresses: parseList(flags.addresses, '--addresses', Address, 'an address or a range like 203.0.113.0/24'),
    accounts: parseList(flags.accounts, '--accounts', AccountId, 'the id of an account'),
    contacts: parseList(flags.contacts, '--contacts', ContactId, 'the id of a contact'),
    dailyCap: parseCap(flags.dailyCap),
  }
}

const Address = z.union([z.ipv4(), z.ipv6(), z.cidrv4(), z.cidrv6()])

function parseList<Schema extends z.ZodType>(text: string | undefined, option: string, schema: Schema, what: string) {
  if (text === undefined) return null
  return text.split(',').map((item): z.output<Schema> => {
    const parsed = schema.safeParse(item.trim())
    if (parsed.success) return parsed.data
    throw new CommandError(`${option}: "${item.trim()}" is not ${what}`)
  })
}

function parseCap(text: string | undefined): number | null {
  if (text === undefined) return null
  if (/^\d{1,7}$/.test(text)) return Number(text)
  throw new CommandError(`--daily-cap ${text} is not a whole number. Write 200`)
}

function parsePolicy(text: string | undefined): SendPolicy | null {
  if (text === undefined) return null
  const policy = SendPolicy.safeParse(text)
  if (policy.success) return policy.data
  throw new CommandError(`"${text}" is no policy. There are: ${sendPolicies.join(', ')}`)
}

export function parseExpiry(text: string | undefined): Date | null {
  if (text === undefined) return null
  const date = new Date(text)
  if (!(date.getTime() > Date.now()))
    throw new CommandError(`--expires ${text} is not a date to come. Write 2027-01-31`)
  return date
}
