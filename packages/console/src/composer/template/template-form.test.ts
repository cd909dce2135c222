import { expect, test } from 'vitest'
import { isFilled, parametersOf, templateForm } from './template-form.ts'

const order = {
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

test('each variable is asked for once, in order, and so are the file and the end of an address', () => {
  const form = templateForm(order)
  expect(form.fields.map(({ key }) => key)).toEqual(['body.1', 'body.2', 'url.1'])
  expect(form).toMatchObject({ file: 'document', beyond: false })
  expect(isFilled(form, { 'body.1': '7', 'body.2': 'Ana', 'url.1': 'x' })).toBe(false)
})

test('what is given stands where a message has it', () => {
  const form = templateForm(order)
  const values = { 'body.1': '7', 'body.2': 'Ana', 'url.1': 'seven' }
  const file = { mediaId: 'm', filename: 'bill.pdf' }
  expect(isFilled(form, values, file)).toBe(true)
  expect(parametersOf(form, false, values, file)).toEqual({
    header: [{ type: 'document', media: { mediaId: 'm' }, filename: 'bill.pdf' }],
    body: ['7', 'Ana'],
    buttons: [{ index: 1, subType: 'url', parameters: ['seven'] }],
  })
})

test('named variables are given by their names; a carousel is beyond it', () => {
  const named = templateForm({ components: [{ type: 'BODY', text: 'Hi {{first_name}}' }, { type: 'CAROUSEL' }] })
  expect(named.beyond).toBe(true)
  expect(parametersOf(named, true, { 'body.first_name': 'Ana' })).toEqual({ body: { first_name: 'Ana' } })
})
