import { WebhookEndpointId } from '@switchboard/contract'
import { z } from 'zod'
import { type Principal, requireScope } from '../../../access/principal.ts'
import { Refusal } from '../../problem.ts'

export const EndpointParams = z.object({ id: WebhookEndpointId })

/** Nobody has the server send them what they could not read. @throws {Refusal} forbidden */
export function requireReading(principal: Principal, includeMessages: boolean): void {
  requireScope(principal, 'events:read')
  if (!includeMessages) return
  try {
    requireScope(principal, 'messages:read')
  } catch (cause) {
    if (!(cause instanceof Refusal)) throw cause
    const detail = `${cause.detail} Or say "includeMessages": false: bodies then hold ids, and no message.`
    throw new Refusal('forbidden', { detail, headers: cause.headers, cause })
  }
}
