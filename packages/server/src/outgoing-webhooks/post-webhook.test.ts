import { expect, test } from 'vitest'
import { FetchRefused } from '../http/fetch-refused.ts'
import { explainFailure, explainStatus } from './explain-failure.ts'
import { readRetryAfter } from './post-webhook.ts'

const now = Date.parse('2026-11-21T09:00:00Z')

test.each([
  ['120', 120_000],
  ['Sat, 21 Nov 2026 09:05:00 GMT', 300_000],
  ['999999999', 86_400_000],
  ['Sat, 21 Nov 2026 08:00:00 GMT', null],
  ['0', null],
  ['-5', null],
  ['soon', null],
  [undefined, null],
])('Retry-After %s is %s milliseconds', (text, milliseconds) => {
  expect(readRetryAfter(text, now)).toBe(milliseconds)
})

function refused(code: string): FetchRefused {
  const cause = Object.assign(new Error('of the system'), { code })
  return new FetchRefused('unreachable', 'example.com could not be reached, or broke off.', { cause })
}

test.each([
  ['CERT_HAS_EXPIRED', 'tls-expired', 'Renew it'],
  ['DEPTH_ZERO_SELF_SIGNED_CERT', 'tls-self-signed', 'public authority'],
  ['UNABLE_TO_VERIFY_LEAF_SIGNATURE', 'tls-chain-incomplete', 'whole chain'],
  ['ERR_TLS_CERT_ALTNAME_INVALID', 'tls-wrong-name', 'another name'],
  ['ERR_SSL_WRONG_VERSION_NUMBER', 'tls-failed', 'https'],
  ['ECONNREFUSED', 'connection-refused', 'Nothing listens'],
  ['ENOTFOUND', 'name-unknown', 'spelled'],
])('%s is told as %s', (system, code, sentence) => {
  expect(explainFailure(refused(system))).toEqual({ code, sentence: expect.stringContaining(sentence) })
})

test('the first of several addresses that failed tells why; what nobody knows keeps the words of the client', () => {
  const several = new AggregateError([Object.assign(new Error(), { code: 'ECONNREFUSED' })])
  expect(explainFailure(new FetchRefused('unreachable', 'x', { cause: several })).code).toBe('connection-refused')
  expect(explainFailure(refused('EWEIRD'))).toEqual({
    code: 'unreachable',
    sentence: expect.stringContaining('broke off'),
  })
})

test('statuses are told with what to do', () => {
  expect(explainStatus(308)).toEqual({ code: 'redirected', sentence: expect.stringContaining('final address') })
  expect(explainStatus(410).code).toBe('gone')
  expect(explainStatus(503)).toEqual({ code: 'status-503', sentence: expect.stringContaining('503') })
})
