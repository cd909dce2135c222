import { hash } from 'node:crypto'
import type { Party } from '../../transports/inbound-item.ts'

/** A short name of a piece of JSON: 128 bits of SHA-256, as 22 characters. Equal pieces have equal names on every machine. */
export function fingerprint(...parts: readonly unknown[]): string {
  return hash('sha256', JSON.stringify(parts), 'base64url').slice(0, 22)
}

/** Whom a party is, for a fingerprint: the same whatever the order of its identities. */
export function partyKey(party: Party | undefined): readonly string[] | undefined {
  return party?.identities.map(({ kind, value }) => `${kind} ${value}`).toSorted()
}
