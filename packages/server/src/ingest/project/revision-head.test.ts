import { expect, test } from 'vitest'
import { type Revision, revisionHead } from './revision-head.ts'

const edit = (wamid: string, at: number, text: string): Revision => ({
  wamid,
  at,
  revision: 'edit',
  fingerprint: 'f',
  content: { type: 'text', text },
})
const revoke = (wamid: string, at: number): Revision => ({
  wamid,
  at,
  revision: 'revoke',
  fingerprint: 'f',
  content: null,
})

test('the latest edit stands, of two of one moment the one with the greater id', () => {
  const head = revisionHead([edit('b', 20, 'second'), edit('c', 20, 'third'), edit('z', 10, 'first')])
  expect(head).toMatchObject({ edit_wamid: 'c', edited_at: 20, edited_content: { text: 'third' } })
})

test('a revoke does not take the edit away, and the first revoke is when it happened', () => {
  const head = revisionHead([revoke('r2', 40), edit('a', 50, 'late'), revoke('r1', 30)])
  expect(head).toMatchObject({ revoked_at: 30, edit_wamid: 'a' })
})

test('an edit that says no new content is kept, but changes nothing', () => {
  expect(revisionHead([{ ...edit('a', 10, ''), content: null }])).toMatchObject({
    edited_content: null,
    edited_at: null,
  })
})
