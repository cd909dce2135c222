export type TransportKey = 'cloud-api' | 'twilio' | 'test'

/** A transport that this console has words for. */
export function transportKey(transport: string): TransportKey | undefined {
  return transport === 'cloud-api' || transport === 'twilio' || transport === 'test' ? transport : undefined
}
