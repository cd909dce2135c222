import { eventTypesOf, WebhookEndpointId } from '@switchboard/contract'
import { z } from 'zod'
import { requireEventTypes } from '../../../access/permissions.ts'
import { type Principal, requireScope } from '../../../access/principal.ts'
import { Refusal } from '../../problem.ts'

export const EndpointParams = z.object({ id: WebhookEndpointId })

/**
 * Nobody has the server send them what they could not hear of or read. An endpoint is told of the whole workspace, so it is
 * nothing for a credential of some accounts or contacts only.
 * @throws {Refusal} forbidden
 */
export function requireReading(principal: Principal, eventTypes: readonly string[], includeMessages: boolean): void {
  requireScope(principal, 'events:read')
  const { accounts, contacts } = principal.reach
  if (accounts !== null || contacts !== null) {
    const detail = 'An endpoint is told of every account and contact, and your credential reaches only some of them.'
    throw new Refusal('forbidden', { detail })
  }
  requireEventTypes(principal, eventTypes.flatMap(eventTypesOf))
  if (!includeMessages) return
  try {
    requireScope(principal, 'messages:read')
  } catch (cause) {
    if (!(cause instanceof Refusal)) throw cause
    const detail = `${cause.detail} Or say "includeMessages": false: bodies then hold ids, and no message.`
    throw new Refusal('forbidden', { detail, headers: cause.headers, cause })
  }
}
