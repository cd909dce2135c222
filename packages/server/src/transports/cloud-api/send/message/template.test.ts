import { expect, test } from 'vitest'
import { templateObject } from './template.ts'

test('cards are numbered, each with its own file and values', () => {
  const mediaId = '0190b0a0-0000-7000-8000-000000000000'
  const card = {
    header: [{ type: 'image', media: { mediaId } }],
    body: ['blue'],
    buttons: [{ index: 0, subType: 'URL', parameters: ['b-1'] }],
  }
  const parameters = { body: ['shoes'], cards: [card, { header: [{ type: 'image', image: { id: '7' } }] }] }
  const content = { type: 'template' as const, name: 'new_in', language: 'en', parameters }
  expect(templateObject(content, { cards: [{ providerMediaId: '42' }, null] })['components']).toEqual([
    { type: 'body', parameters: [{ type: 'text', text: 'shoes' }] },
    {
      type: 'carousel',
      cards: [
        {
          card_index: 0,
          components: [
            { type: 'header', parameters: [{ type: 'image', image: { id: '42' } }] },
            { type: 'body', parameters: [{ type: 'text', text: 'blue' }] },
            { type: 'button', sub_type: 'url', index: '0', parameters: [{ type: 'text', text: 'b-1' }] },
          ],
        },
        { card_index: 1, components: [{ type: 'header', parameters: [{ type: 'image', image: { id: '7' } }] }] },
      ],
    },
  ])
})
