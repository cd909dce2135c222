import { AccountId, ContactId, SendPolicy, Timestamp } from '@switchboard/contract'
import type pg from 'pg'
import { z } from 'zod'
import { hasScope, type Principal } from '../../../access/principal.ts'
import type { GrantRow } from '../../../people/oauth/grants.ts'
import type { AssistantConnection } from './connection.ts'

export interface AssistantsDesk {
  readonly pool: pg.Pool
  /** Tokens are asked about again. */
  readonly forget: () => void
  /** Absent: nobody outside reaches it, and no program is known. */
  readonly connection?: () => AssistantConnection
}

/** An assistant that somebody let in, and what they allowed it. */
export const Assistant = z
  .object({
    id: z.uuid(),
    clientId: z.string(),
    clientName: z.string().meta({ description: 'As it calls itself' }),
    redirectHost: z.string().meta({ description: 'Where the person was sent after allowing it' }),
    memberId: z.string(),
    memberName: z.string(),
    scopes: z.array(z.string()).meta({ description: 'At most; what the member’s role does not allow now is not' }),
    accounts: z.array(AccountId).nullable().meta({ description: 'null: all' }),
    contacts: z.array(ContactId).nullable().meta({ description: 'null: all' }),
    sendPolicy: SendPolicy,
    dailyCap: z.int().nullable().meta({ description: 'Messages a day (UTC); null: no cap' }),
    createdAt: Timestamp,
    lastUsedAt: Timestamp.nullable().meta({ description: 'To the minute' }),
    revokedAt: Timestamp.nullable(),
  })
  .meta({ id: 'Assistant' })

export function toAssistant(row: GrantRow): z.infer<typeof Assistant> {
  const { id, clientId, clientName, redirectHost, memberName, sendPolicy, dailyCap } = row
  return {
    ...{ id, clientId, clientName, redirectHost, memberId: row.userId, memberName, sendPolicy, dailyCap },
    scopes: [...row.scopes],
    accounts: row.accounts && [...row.accounts],
    contacts: row.contacts && [...row.contacts],
    createdAt: row.createdAt.toISOString(),
    lastUsedAt: row.lastUsedAt?.toISOString() ?? null,
    revokedAt: row.revokedAt?.toISOString() ?? null,
  }
}

/** Whose assistants somebody may see and end; null: everybody's. A credential that is no person has none of its own. */
export function assistantsOf(principal: Principal): string | null {
  return hasScope(principal, 'assistants:manage') ? null : principal.id
}
