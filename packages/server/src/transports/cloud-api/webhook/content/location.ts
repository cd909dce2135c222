import type { Content } from '@switchboard/contract'
import { isObject, numberAt, wordAt } from '../json-fields.ts'

export function readLocation(part: unknown): Content | string {
  if (!isObject(part)) return 'the location is not an object'
  const latitude = numberAt(part, 'latitude')
  const longitude = numberAt(part, 'longitude')
  if (latitude === undefined || longitude === undefined) return 'the location has no readable latitude and longitude'
  return {
    type: 'location',
    latitude,
    longitude,
    name: wordAt(part, 'name'),
    address: wordAt(part, 'address'),
    url: wordAt(part, 'url'),
  }
}
