import { expect, test } from 'vitest'
import { identitiesOf } from './identities.ts'

test.each([
  ['447700900123', ['wa_id 447700900123', 'phone +447700900123']],
  ['+44 7700 900-123', ['wa_id 447700900123', 'phone +447700900123']],
  ['447700900123@s.whatsapp.net', ['wa_id 447700900123', 'phone +447700900123']],
  ['447700900123:7@s.whatsapp.net', ['wa_id 447700900123', 'phone +447700900123']],
  ['US.13491208655302741918', ['bsuid US.13491208655302741918']],
  ['US.ENT.118157992128868', ['parent_bsuid US.ENT.118157992128868']],
  ['98765@lid', ['lid 98765@lid']],
  ['1203630@g.us', ['jid 1203630@g.us']],
  ['  ', []],
  ['x'.repeat(301), []],
])('%s names %j', (written, expected) => {
  expect(identitiesOf(written).map(({ kind, value }) => `${kind} ${value}`)).toEqual(expected)
})
