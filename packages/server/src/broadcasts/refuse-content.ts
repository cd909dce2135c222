import type { OutboundContent } from '@switchboard/contract'
import { fillVariables } from '../liquid/fill-variables.ts'
import { limitOf } from '../outbox/pace.ts'
import { Refusal } from '../refusal.ts'
import type { Queryable } from '../store/database.ts'

/** @throws {Refusal} invalid-request for what cannot go to many, and for Liquid that is none */
export function refuseContent(content: OutboundContent): void {
  if (content.type === 'reaction')
    throw new Refusal('invalid-request', { detail: 'content: a reaction is to one message, so it cannot go to many.' })
  const wrong = fillVariables(content, {}, 'content').problems.filter(({ kind }) => kind === 'not-liquid')
  if (wrong.length === 0) return
  const errors = wrong.slice(0, 10).map(({ path, message }) => ({ path, message }))
  const detail = errors.map(({ path, message }) => `${path}: ${message}`).join('; ')
  throw new Refusal('invalid-request', { detail, errors })
}

/** @throws {Refusal} invalid-request for a pace above the number's */
export async function refusePace(tx: Queryable, accountId: string, perSecond: number | undefined): Promise<void> {
  if (perSecond === undefined) return
  const { rows } = await tx.query<{ send_rate: number | null; coexistence: boolean }>(
    `select send_rate, coexistence from accounts where id = $1`,
    [accountId],
  )
  const limit = limitOf({ sendRate: rows[0]?.send_rate ?? null, coexistence: rows[0]?.coexistence ?? false })
  if (perSecond <= limit) return
  const detail = `perSecond: the number may send ${limit} messages a second. Take that or less, or leave it out.`
  throw new Refusal('invalid-request', { detail })
}
