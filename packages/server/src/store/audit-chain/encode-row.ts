import { hash } from 'node:crypto'
import { canonicalJson } from './canonical-json.ts'

/*
 * Format 1 of the audit chain. It never changes: rows hashed by it must verify for ever. A format 2 would stand beside it.
 *
 *   field    0x00 where there is none; else 0x01, the length in bytes (4 bytes, big endian), UTF-8 text
 *   details  SHA-256 of the fields  "switchboard audit details 1" · salt (hex) · label · arguments (RFC 8785)
 *   content  SHA-256 of the fields  "switchboard audit row 1" · contentFields, in their order
 *   hash     SHA-256 of  "switchboard audit link 1" · chain (16 bytes) · seq (8 bytes, big endian) · hash of the row before (32
 *            bytes; zeros before the first) · content (32 bytes)
 *
 * Every field says where it ends, so two different rows never have the same bytes. The last step is repeated in SQL
 * (audit_append), where the row before is known.
 */
export const auditFormat = 1

/** What a row says, as text. `detailsDigest` stands for what may be erased: `label` and `arguments`. */
export interface AuditContent {
  readonly id: string
  /** ISO 8601 in UTC with six digits of a second, as Postgres keeps it. */
  readonly at: string
  readonly actorKind: string
  readonly actor: string
  readonly clientName: string | null
  readonly clientVersion: string | null
  readonly interface: string
  readonly action: string
  readonly target: string
  readonly subject: string | null
  readonly targets: AuditTargets | null
  readonly outcome: string
  readonly status: number | null
  readonly address: string | null
  readonly requestId: string | null
  readonly approvalId: string | null
  readonly detailsDigest: Buffer | null
}

/** Whom and what it was about. Ids of ours, which name nobody. */
export interface AuditTargets {
  readonly accountIds?: readonly string[]
  readonly contactIds?: readonly string[]
  readonly conversationIds?: readonly string[]
  readonly messageIds?: readonly string[]
}

/** What may name a person. Erased together with the salt, it leaves a digest that nobody can try names on. */
export interface AuditDetails {
  readonly label: string | null
  /** As `JSON.parse` gives it; null: none. */
  readonly arguments: unknown
}

export const contentFields = [
  ...(['id', 'at', 'actorKind', 'actor', 'clientName', 'clientVersion', 'interface', 'action', 'target'] as const),
  ...(['subject', 'targets', 'outcome', 'status', 'address', 'requestId', 'approvalId', 'detailsDigest'] as const),
] satisfies (keyof AuditContent)[]

export function encodeContent(content: AuditContent): Buffer {
  return encodeFields([
    'switchboard audit row 1',
    ...contentFields.map((field) => {
      const value = content[field]
      if (value === null || typeof value === 'string') return value
      return Buffer.isBuffer(value) ? value.toString('hex') : canonicalJson(value)
    }),
  ])
}

export function contentDigest(content: AuditContent): Buffer {
  return hash('sha256', encodeContent(content), 'buffer')
}

export function detailsDigest(salt: Buffer, { label, arguments: args }: AuditDetails): Buffer {
  const given = args === null || args === undefined ? null : canonicalJson(args)
  return hash('sha256', encodeFields(['switchboard audit details 1', salt.toString('hex'), label, given]), 'buffer')
}

export interface Link {
  readonly chain: string
  readonly seq: number
  readonly previousHash: Buffer
  /** `contentDigest` of the row. */
  readonly content: Buffer
}

const linkDomain = Buffer.from('switchboard audit link 1')

export function linkHash({ chain, seq, previousHash, content }: Link): Buffer {
  const number = Buffer.alloc(8)
  number.writeBigInt64BE(BigInt(seq))
  const id = Buffer.from(chain.replaceAll('-', ''), 'hex')
  return hash('sha256', Buffer.concat([linkDomain, id, number, previousHash, content]), 'buffer')
}

/** What stands for the hash before the first row. */
export const beforeFirst = Buffer.alloc(32)

/** The chain of rows that are of no workspace. */
export const chainOfNobody = '00000000-0000-0000-0000-000000000000'

function encodeFields(fields: readonly (string | null)[]): Buffer {
  let length = 0
  for (const field of fields) length += field === null ? 1 : 5 + Buffer.byteLength(field)
  const bytes = Buffer.allocUnsafe(length)
  let at = 0
  for (const field of fields) {
    at = bytes.writeUInt8(field === null ? 0 : 1, at)
    if (field === null) continue
    const written = bytes.write(field, at + 4)
    bytes.writeUInt32BE(written, at)
    at += 4 + written
  }
  return bytes
}
