import { expect, test } from 'vitest'
import { readCoordinates } from './read-coordinates.ts'

test.each([
  ['51.47793, -0.00148'],
  ['51.47793° -0.00148°'],
  ['51.47793;-0.00148'],
  ['https://www.google.com/maps/place/Royal/@51.4,-0.1,17z/data=!3m1!8m2!3d51.47793!4d-0.00148'],
  ['https://maps.google.com/?q=51.47793,-0.00148'],
  ['https://www.google.com/maps/@51.47793,-0.00148,15z'],
  ['https://maps.apple.com/?ll=51.47793%2C-0.00148'],
  ['https://www.openstreetmap.org/?mlat=51.47793&mlon=-0.00148#map=17/51.1/-0.2'],
  ['geo:51.47793,-0.00148'],
])('%s is a place', (text) => {
  expect(readCoordinates(text)).toEqual({ latitude: 51.47793, longitude: -0.00148 })
})

test.each([[''], ['Greenwich'], ['91, 0'], ['0, 181'], ['https://example.com/a/1,2'], ['51.5']])(
  '%s is none',
  (text) => {
    expect(readCoordinates(text)).toBeUndefined()
  },
)
