import { expect, test } from 'vitest'
import { fieldsOf, isBeyond, isFilled, parametersOf, valuesIn } from './template-fields.ts'

const order = {
  parameterFormat: 'POSITIONAL' as const,
  components: [
    { type: 'HEADER', format: 'DOCUMENT' },
    { type: 'BODY', text: 'Hi {{2}}, order {{1}} of {{2}} is ready.' },
    {
      type: 'BUTTONS',
      buttons: [
        { type: 'QUICK_REPLY', text: 'Fine' },
        { type: 'URL', text: 'See', url: 'https://a.example/{{1}}' },
      ],
    },
  ],
}
const values = { 'body 1': '7', 'body 2': 'Ana', 'button 1': 'seven' }
const file = { media: { mediaId: crypto.randomUUID() }, filename: 'bill.pdf' }

test('each variable is asked for once, in order, and so are the file and the end of an address', () => {
  const fields = fieldsOf(order.components)
  expect(fields.map(({ key }) => key)).toEqual(['media', 'body 1', 'body 2', 'button 1'])
  expect([isFilled(fields, values), isFilled(fields, values, file)]).toEqual([false, true])
  expect(isBeyond(order.components)).toBe(false)
})

test('what is given stands where a message has it, and is read out of it again', () => {
  const parameters = parametersOf(order, values, file)
  expect(parameters).toEqual({
    header: [{ type: 'document', media: file.media, filename: 'bill.pdf' }],
    body: ['7', 'Ana'],
    buttons: [{ index: 1, subType: 'url', parameters: ['seven'] }],
  })
  expect(valuesIn(order, parameters)).toEqual({ values, file })
})

test('named variables are given by their names; a place by its coordinates; a carousel is beyond it', () => {
  const named = {
    parameterFormat: 'NAMED' as const,
    components: [
      { type: 'HEADER', format: 'LOCATION' },
      { type: 'BODY', text: 'Hi {{first_name}}' },
    ],
  }
  const given = { place: '51.5, -0.1', 'body first_name': 'Ana' }
  const parameters = parametersOf(named, given)
  expect(parameters).toEqual({
    header: [{ type: 'location', location: { latitude: 51.5, longitude: -0.1 } }],
    body: { first_name: 'Ana' },
  })
  expect(valuesIn(named, parameters).values).toEqual(given)
  expect(isFilled(fieldsOf(named.components), { ...given, place: 'somewhere' })).toBe(false)
  expect(isBeyond([...named.components, { type: 'CAROUSEL' }])).toBe(true)
})

test('a one-time code is given once and stands in the text and in its button', () => {
  const code = {
    parameterFormat: 'POSITIONAL' as const,
    components: [
      { type: 'BODY', text: '*{{1}}* is your code.' },
      { type: 'BUTTONS', buttons: [{ type: 'OTP', otp_type: 'COPY_CODE', text: 'Copy code' }] },
    ],
  }
  expect(fieldsOf(code.components).map(({ key }) => key)).toEqual(['body 1'])
  expect(parametersOf(code, { 'body 1': '123456' })).toEqual({
    body: ['123456'],
    buttons: [{ index: 0, subType: 'url', parameters: ['123456'] }],
  })
})
