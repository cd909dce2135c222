import { expect, test } from 'vitest'
import { type CardDraft, cardOfContent, contentOfCard, isOnlyText, newCard, readCard } from './card-draft.ts'
import { cardProblems } from './card-problems.ts'

const card: CardDraft = {
  ...newCard('buttons', ' Shall we deliver? '),
  footer: 'Until noon',
  buttons: [
    { key: 'a', title: 'Yes' },
    { key: 'b', title: ' No ' },
  ],
}

test('buttons carry their places as ids; what is empty is left out; what was sent can be changed again', () => {
  const content = contentOfCard(card)
  expect(content).toEqual({
    type: 'buttons',
    body: 'Shall we deliver?',
    footer: 'Until noon',
    buttons: [
      { id: 'button-1', title: 'Yes' },
      { id: 'button-2', title: 'No' },
    ],
  })
  const again = cardOfContent(content)
  expect(again && contentOfCard(again)).toEqual(content)
  const media = { mediaId: crypto.randomUUID() }
  const withPicture = { ...content, header: { type: 'image' as const, media } }
  const pictured = cardOfContent(withPicture)
  expect(pictured && contentOfCard({ ...pictured, header: 'in its place' })).toEqual(withPicture)
  expect(pictured && isOnlyText({ ...newCard('buttons', 'Hi'), picture: pictured.picture })).toBe(false)
  expect(cardOfContent({ ...content, header: { type: 'video', media } })).toBeUndefined()
  expect([isOnlyText(card), isOnlyText(newCard('list', 'Hi'))]).toEqual([false, true])
  expect(readCard(JSON.stringify(card))).toEqual(card)
  expect([readCard('{"kind":"buttons"}'), readCard('{'), readCard(null)]).toEqual([undefined, undefined, undefined])
})

test('what WhatsApp would refuse is named with its place', () => {
  expect(cardProblems(card)).toEqual([])
  const wrong = { ...card, header: 'x'.repeat(61), body: ' ', buttons: [...card.buttons, { key: 'c', title: 'Yes' }] }
  expect(cardProblems(wrong)).toEqual([
    { field: 'header', what: 'long' },
    { field: 'body', what: 'missing' },
    { field: 'buttonTitle', of: 'c', what: 'twice' },
  ])
  // 20 characters, though JavaScript counts 40.
  expect(cardProblems({ ...card, buttons: [{ key: 'a', title: '😀'.repeat(20) }] })).toEqual([])
})

test('sections need titles where there are several, and every row has one', () => {
  const row = { key: 'r', title: 'Morning', description: '' }
  const list: CardDraft = { ...card, kind: 'list', opens: 'Choose', sections: [{ key: 's', title: '', rows: [row] }] }
  expect(cardProblems(list)).toEqual([])
  expect(contentOfCard(list)).toMatchObject({
    button: 'Choose',
    sections: [{ rows: [{ id: 'row-1-1', title: 'Morning' }] }],
  })
  const blank = { ...row, key: 'q', title: '', description: 'x'.repeat(73) }
  const second = { key: 't', title: 'Later', rows: [blank] }
  expect(cardProblems({ ...list, sections: [...list.sections, second] })).toEqual([
    { field: 'sectionTitle', of: 's', what: 'missing' },
    { field: 'rowTitle', of: 'q', what: 'missing' },
    { field: 'rowDescription', of: 'q', what: 'long' },
  ])
})
