import type { KeyBoundsAsked, WorkspaceId } from '@switchboard/contract'
import type { KeyBounds } from '../../../access/keys.ts'
import type { Database } from '../../../store/database.ts'
import { Refusal } from '../../problem.ts'

/** What was asked, as it is kept; what was not stays undefined. @throws {Refusal} invalid-request, of an end in the past */
export function readBounds({ expiresAt, ...others }: KeyBoundsAsked): {
  readonly [Name in keyof KeyBounds]?: KeyBounds[Name] | undefined
} {
  const end = typeof expiresAt === 'string' ? new Date(expiresAt) : expiresAt
  if (end && end.getTime() <= Date.now()) throw invalid('body.expiresAt', 'must be in the future')
  return { ...others, expiresAt: end }
}

/** @throws {Refusal} invalid-request, naming what the workspace does not have: a key for it would reach nobody, and nobody would know why */
export async function requireKnown(
  db: Database,
  workspaceId: WorkspaceId,
  { accounts, contacts }: Pick<KeyBoundsAsked, 'accounts' | 'contacts'>,
): Promise<void> {
  if (accounts) {
    const found = await db
      .selectFrom('accounts')
      .select('id')
      .where('workspace_id', '=', workspaceId)
      .where('id', 'in', accounts)
      .execute()
    refuseUnknown('accounts', accounts, found)
  }
  if (contacts) {
    const found = await db
      .selectFrom('contacts')
      .select('id')
      .where('workspace_id', '=', workspaceId)
      .where('id', 'in', contacts)
      .execute()
    refuseUnknown('contacts', contacts, found)
  }
}

function refuseUnknown(name: string, asked: readonly string[], found: readonly { readonly id: string }[]): void {
  const known = new Set(found.map(({ id }) => id))
  const unknown = asked.filter((id) => !known.has(id.toLowerCase()))
  if (unknown.length > 0) throw invalid(`body.${name}`, `the workspace has none of these: ${unknown.join(', ')}`)
}

function invalid(path: string, message: string): Refusal {
  return new Refusal('invalid-request', { errors: [{ path, message }] })
}
