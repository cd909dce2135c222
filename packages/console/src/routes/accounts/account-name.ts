import type { ConnectedAccount } from '@switchboard/contract'

/** What people call a number: its name, else how it is dialled, else what the provider calls it. */
export function accountName({ name, displayPhoneNumber, externalId }: ConnectedAccount): string {
  return name ?? displayPhoneNumber ?? externalId
}

export type TransportKey = 'cloud-api' | 'twilio' | 'test'

/** A transport that this console has words for. */
export function transportKey(transport: string): TransportKey | undefined {
  return transport === 'cloud-api' || transport === 'twilio' || transport === 'test' ? transport : undefined
}
