import { expect, test } from 'vitest'
import { emptyFilling, fieldsOf, fillingIn, isBeyond, isFilled, parametersOf } from './template-fields.ts'

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
const files = { media: { media: { mediaId: crypto.randomUUID() }, filename: 'bill.pdf' } }

test('each variable is asked for once, in order, and so are the file and the end of an address', () => {
  const fields = fieldsOf(order.components)
  expect(fields.map(({ key }) => key)).toEqual(['media', 'body 1', 'body 2', 'button 1'])
  expect([isFilled(fields, { values, files: {} }), isFilled(fields, { values, files })]).toEqual([false, true])
  expect(isBeyond(order.components)).toBe(false)
})

test('what is given stands where a message has it, and is read out of it again', () => {
  const parameters = parametersOf(order, { values, files })
  expect(parameters).toEqual({
    header: [{ type: 'document', media: files.media.media, filename: 'bill.pdf' }],
    body: ['7', 'Ana'],
    buttons: [{ index: 1, subType: 'url', parameters: ['seven'] }],
  })
  expect(fillingIn(order, parameters)).toEqual({ values, files })
})

test('named variables are given by their names; a place by its coordinates; an offer that ends is beyond it', () => {
  const named = {
    parameterFormat: 'NAMED' as const,
    components: [
      { type: 'HEADER', format: 'LOCATION' },
      { type: 'BODY', text: 'Hi {{first_name}}' },
    ],
  }
  const given = { place: '51.5, -0.1', 'body first_name': 'Ana' }
  const parameters = parametersOf(named, { values: given, files: {} })
  expect(parameters).toEqual({
    header: [{ type: 'location', location: { latitude: 51.5, longitude: -0.1 } }],
    body: { first_name: 'Ana' },
  })
  expect(fillingIn(named, parameters).values).toEqual(given)
  expect(isFilled(fieldsOf(named.components), { values: { ...given, place: 'somewhere' }, files: {} })).toBe(false)
  expect(isBeyond([...named.components, { type: 'LIMITED_TIME_OFFER' }])).toBe(true)
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
  expect(parametersOf(code, { values: { 'body 1': '123456' }, files: {} })).toEqual({
    body: ['123456'],
    buttons: [{ index: 0, subType: 'url', parameters: ['123456'] }],
  })
})

test('each card of a carousel has its own file and words, and gets them back', () => {
  const card = {
    components: [
      { type: 'HEADER', format: 'IMAGE' },
      { type: 'BODY', text: 'The {{1}} one', example: { body_text: [['blue']] } },
      { type: 'BUTTONS', buttons: [{ type: 'URL', text: 'See', url: 'https://a.example/{{1}}' }] },
    ],
  }
  const carousel = {
    parameterFormat: 'POSITIONAL' as const,
    components: [
      { type: 'BODY', text: 'New {{1}}' },
      { type: 'CAROUSEL', cards: [card, card] },
    ],
  }
  const fields = fieldsOf(carousel.components)
  expect(fields.map(({ key, card: of }) => [key, of])).toEqual([
    ['body 1', undefined],
    ...[0, 1].flatMap((of) => ['media', 'body 1', 'button 0'].map((key) => [`card ${of} ${key}`, of])),
  ])
  expect(fields[2]?.example).toBe('blue')
  const given = Object.fromEntries(fields.filter(({ place }) => place !== 'media').map(({ key }) => [key, key]))
  const filling = { values: given, files: { 'card 0 media': files.media, 'card 1 media': files.media } }
  expect(isFilled(fields, { ...filling, files: { 'card 0 media': files.media } })).toBe(false)
  expect(isFilled(fields, filling)).toBe(true)
  const parameters = parametersOf(carousel, filling)
  expect(parameters.cards?.[1]).toEqual({
    header: [{ type: 'image', media: files.media.media }],
    body: ['card 1 body 1'],
    buttons: [{ index: 0, subType: 'url', parameters: ['card 1 button 0'] }],
  })
  expect(fillingIn(carousel, parameters)).toEqual({
    values: given,
    files: {
      'card 0 media': { media: files.media.media, filename: undefined },
      'card 1 media': { media: files.media.media, filename: undefined },
    },
  })
  expect(isBeyond(carousel.components)).toBe(false)
})

const ofShop = (type: string, ...more: { readonly type: string; readonly format: string }[]) => ({
  components: [
    ...more,
    { type: 'BODY', text: 'New in the shop' },
    { type: 'BUTTONS', buttons: [{ type, text: 'View' }] },
  ],
  parameterFormat: 'POSITIONAL' as const,
})
const filled = (values: Readonly<Record<string, string>>) => ({ values, files: {} })

test('a catalogue can be sent without a choice, or with the product whose picture it shows', () => {
  const catalogue = ofShop('CATALOG')
  expect(isFilled(fieldsOf(catalogue.components), emptyFilling)).toBe(true)
  expect(parametersOf(catalogue, emptyFilling)).toEqual({})
  const chosen = parametersOf(catalogue, filled({ 'button 0': 'blue-shirt' }))
  const action = { thumbnail_product_retailer_id: 'blue-shirt' }
  expect(chosen.buttons).toEqual([{ index: 0, subType: 'catalog', parameters: [{ type: 'action', action }] }])
  expect(fillingIn(catalogue, chosen).values).toEqual({ 'button 0': 'blue-shirt' })
})

test('products are written in lines or with commas, in sections, and read back', () => {
  const items = ofShop('MPM')
  const fields = fieldsOf(items.components)
  expect([isFilled(fields, emptyFilling), isFilled(fields, filled({ 'button 0': 'Shirts:\n , ' }))]).toEqual([
    false,
    false,
  ])
  const parameters = parametersOf(items, filled({ 'button 0': 'Shirts:\nblue, red\nHats:\nhat-1\n' }))
  const idsOf = (...ids: string[]) => ids.map((id) => ({ product_retailer_id: id }))
  const sections = [
    { title: 'Shirts', product_items: idsOf('blue', 'red') },
    { title: 'Hats', product_items: idsOf('hat-1') },
  ]
  const action = { thumbnail_product_retailer_id: 'blue', sections }
  expect(parameters.buttons).toEqual([{ index: 0, subType: 'mpm', parameters: [{ type: 'action', action }] }])
  expect(fillingIn(items, parameters).values).toEqual({ 'button 0': 'Shirts:\nblue\nred\nHats:\nhat-1' })
})

test('one product stands in the header, by its id and that of its catalogue', () => {
  const one = ofShop('SPM', { type: 'HEADER', format: 'PRODUCT' })
  expect(isFilled(fieldsOf(one.components), filled({ product: 'blue' }))).toBe(false)
  const values = { product: 'blue', catalogue: '77' }
  const parameters = parametersOf(one, filled(values))
  expect(parameters).toEqual({
    header: [{ type: 'product', product: { product_retailer_id: 'blue', catalog_id: '77' } }],
  })
  expect(fillingIn(one, parameters).values).toEqual(values)
})
