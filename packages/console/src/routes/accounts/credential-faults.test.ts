import { expect, test } from 'vitest'
import { blocking, faultsOf } from './credential-faults.ts'

const field = (name: string, required: boolean) => ({ name, required, secret: false, example: '' })
const meta = {
  ...{ transport: 'cloud-api', checks: true, subscribes: true },
  fields: [field('phoneNumberId', true), field('accessToken', true), field('appSecret', false)],
}
const twilio = {
  ...{ transport: 'twilio', checks: true, subscribes: false },
  fields: [
    ...[field('accountSid', true), field('authToken', false), field('apiKeySid', false), field('apiKeySecret', false)],
  ],
}
const sid = `AC${'0'.repeat(32)}`

test('what is needed and missing stands in the way of asking', () => {
  const faults = faultsOf(meta, {})
  expect(faults).toEqual({ phoneNumberId: { kind: 'empty' }, accessToken: { kind: 'empty' } })
  expect(blocking(meta, faults)).toBe(true)
})

test('an app secret that can be none is said, and the rest can be asked about', () => {
  const faults = faultsOf(meta, { phoneNumberId: '106540352242922', accessToken: 'EAAGtoken', appSecret: 'short' })
  expect(faults).toEqual({ appSecret: { kind: 'secret', least: 16 } })
  expect(blocking(meta, faults)).toBe(false)
})

test('a phone number is no id of one', () => {
  expect(faultsOf(meta, { phoneNumberId: '+15550100100', accessToken: 'EAAGtoken' })).toEqual({
    phoneNumberId: { kind: 'digits' },
  })
})

test('Twilio takes the auth token, or both parts of an API key', () => {
  expect(faultsOf(twilio, { accountSid: sid })).toEqual({ authToken: { kind: 'either' } })
  expect(faultsOf(twilio, { accountSid: sid, authToken: 'a'.repeat(32) })).toEqual({})
  const key = { apiKeySid: `SK${'0'.repeat(32)}`, apiKeySecret: 'a'.repeat(32) }
  expect(faultsOf(twilio, { accountSid: sid, ...key })).toEqual({})
  expect(faultsOf(twilio, { accountSid: 'SK1', authToken: 'a'.repeat(32) })).toEqual({
    accountSid: { kind: 'sid', letters: 'AC' },
  })
})
