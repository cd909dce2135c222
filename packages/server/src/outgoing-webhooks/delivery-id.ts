import { hash } from 'node:crypto'
import type { WebhookDeliveryId, WebhookEndpointId } from '@switchboard/contract'
import { v7 as uuidv7 } from 'uuid'

/**
 * The id of an event's delivery to an endpoint: a UUIDv7 of the event's time whose other bits are a hash of both. However often
 * it is made (again after a crash, or by a replay after its row is gone) a receiver sees one id and can tell a repetition.
 */
export function deliveryIdOf(endpointId: WebhookEndpointId, seq: number, recordedAt: Date): WebhookDeliveryId {
  const random = hash('sha256', `${endpointId} ${seq}`, 'buffer')
  const id = uuidv7({ msecs: recordedAt.getTime(), seq: random.readUInt32BE(16), random: random.subarray(0, 16) })
  return id as WebhookDeliveryId // made here
}
