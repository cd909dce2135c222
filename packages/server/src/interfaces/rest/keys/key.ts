import { ApiKeyId, SendPolicy, Timestamp } from '@switchboard/contract'
import { z } from 'zod'
import type { KeyRow } from '../../../access/keys.ts'

/** An API key as lists show it: never the key itself. */
export const ApiKey = z
  .object({
    id: ApiKeyId,
    name: z.string(),
    prefix: z.string().meta({ description: "The key's first characters, to recognise it by" }),
    scopes: z.array(z.string()),
    sendPolicy: SendPolicy.nullable().meta({
      description:
        'What is done with what it sends; null: what an assistant sends over MCP waits for approval, all else goes',
    }),
    createdAt: Timestamp,
    expiresAt: Timestamp.nullable(),
    revokedAt: Timestamp.nullable(),
    lastUsedAt: Timestamp.nullable().meta({ description: 'To the minute' }),
  })
  .meta({ id: 'ApiKey' })
export type ApiKey = z.infer<typeof ApiKey>

export function toApiKey(row: KeyRow): ApiKey {
  return {
    id: row.id,
    name: row.name,
    prefix: row.prefix,
    scopes: [...row.scopes],
    sendPolicy: row.sendPolicy,
    createdAt: row.createdAt.toISOString(),
    expiresAt: row.expiresAt?.toISOString() ?? null,
    revokedAt: row.revokedAt?.toISOString() ?? null,
    lastUsedAt: row.lastUsedAt?.toISOString() ?? null,
  }
}
