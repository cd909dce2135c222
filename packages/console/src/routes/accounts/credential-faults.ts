import type { AccountFormDescription } from '@switchboard/contract'

/** What is wrong with a credential before anybody is asked about it. */
export interface CredentialFault {
  readonly kind: 'empty' | 'digits' | 'secret' | 'sid' | 'sender' | 'plainName' | 'either'
  readonly least?: number
  readonly letters?: string
}

export type CredentialFaults = Readonly<Record<string, CredentialFault>>

const leastOf: Readonly<Record<string, number>> = { accessToken: 8, appSecret: 16, authToken: 16, apiKeySecret: 16 }
const lettersOf: Readonly<Record<string, string>> = { accountSid: 'AC', apiKeySid: 'SK', messagingServiceSid: 'MG' }

/** By field: what is needed and not there, and what cannot be what its field asks for. */
export function faultsOf(
  { transport, fields }: AccountFormDescription,
  given: Readonly<Record<string, string>>,
): CredentialFaults {
  const faults: Record<string, CredentialFault> = {}
  for (const { name, required } of fields) {
    const value = given[name] ?? ''
    const fault = value === '' ? (required ? ({ kind: 'empty' } as const) : null) : shapeFault(name, value)
    if (fault) faults[name] = fault
  }
  const good = (name: string) => given[name] && !faults[name]
  if (transport === 'twilio' && !good('authToken') && !(good('apiKeySid') && good('apiKeySecret')))
    faults['authToken'] ??= { kind: 'either' }
  return faults
}

/** Without these nothing can be asked. */
export function blocking({ transport, fields }: AccountFormDescription, faults: CredentialFaults): boolean {
  const needed = fields.filter(({ required }) => required).map(({ name }) => name)
  return [...needed, ...(transport === 'twilio' ? ['authToken'] : [])].some((name) => faults[name])
}

function shapeFault(name: string, value: string): CredentialFault | null {
  const least = leastOf[name]
  const letters = lettersOf[name]
  if (least !== undefined)
    return value.length < least || !/^[\x21-\x7e]+$/.test(value) ? { kind: 'secret', least } : null
  if (letters !== undefined)
    return new RegExp(`^${letters}[0-9a-zA-Z]{8,64}$`).test(value) ? null : { kind: 'sid', letters }
  if (name === 'phoneNumberId' || name === 'businessAccountId')
    return /^\d{1,32}$/.test(value) ? null : { kind: 'digits' }
  if (name === 'sender') return /^(whatsapp:)?\+[1-9]\d{6,14}$/.test(value) ? null : { kind: 'sender' }
  if (name === 'externalId') return /^[\w.:-]{1,100}$/.test(value) ? null : { kind: 'plainName' }
  return null
}
