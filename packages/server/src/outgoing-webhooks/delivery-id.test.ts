import type { WebhookEndpointId } from '@switchboard/contract'
import { v7 as uuidv7, validate, version } from 'uuid'
import { expect, test } from 'vitest'
import { deliveryIdOf } from './delivery-id.ts'

const endpointId = uuidv7() as WebhookEndpointId // made here
const at = new Date('2026-11-21T09:00:00.123Z')

test('an event and an endpoint have one id, whenever it is made; others have others', () => {
  const id = deliveryIdOf(endpointId, 7, at)
  expect([validate(id), version(id)]).toEqual([true, 7])
  expect(deliveryIdOf(endpointId, 7, at)).toBe(id)
  const others = [deliveryIdOf(endpointId, 8, at), deliveryIdOf(uuidv7() as WebhookEndpointId, 7, at)] // made here
  expect(new Set([id, ...others]).size).toBe(3)
})

test('ids sort by the time of the event', () => {
  expect(deliveryIdOf(endpointId, 1, new Date(at.getTime() + 1)) > deliveryIdOf(endpointId, 2, at)).toBe(true)
})
