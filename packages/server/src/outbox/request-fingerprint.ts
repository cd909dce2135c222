import { hash } from 'node:crypto'

/** A short name of some JSON, the same however its keys are ordered: 128 bits of SHA-256 as 22 characters. */
export function fingerprintOf(value: unknown): string {
  return hash('sha256', JSON.stringify(sorted(value)) ?? '', 'base64url').slice(0, 22)
}

function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted)
  if (typeof value !== 'object' || value === null) return value
  const entries = Object.entries(value).filter(([, child]) => child !== undefined)
  return Object.fromEntries(
    entries.toSorted(([a], [b]) => (a < b ? -1 : 1)).map(([key, child]) => [key, sorted(child)]),
  )
}
