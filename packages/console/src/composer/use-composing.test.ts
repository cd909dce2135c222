import { expect, test } from 'vitest'
import type { Attachment } from './attachment.ts'
import { contentsOf } from './use-composing.ts'

const attached = (kind: Attachment['kind'], id: string): Attachment => ({
  id,
  kind,
  file: new File(['x'], `${id}.bin`),
  // the server gives ids of this kind
  state: { kind: 'ready', media: { id } as never },
})

test('a text goes by itself, or as the caption of the first file that can have one', () => {
  expect(contentsOf(' Hi ', [], 100)).toEqual([{ type: 'text', text: 'Hi' }])
  expect(contentsOf('Look', [attached('audio', 'a'), attached('image', 'b')], 100)).toEqual([
    { type: 'audio', media: { mediaId: 'a' } },
    { type: 'image', media: { mediaId: 'b' }, caption: 'Look' },
  ])
})

test('a text that is too long for a caption, or has no file that takes one, goes before the files', () => {
  expect(contentsOf('too long', [attached('image', 'b')], 5).map(({ type }) => type)).toEqual(['text', 'image'])
  expect(contentsOf('Hear', [attached('audio', 'a')], 100).map(({ type }) => type)).toEqual(['text', 'audio'])
  expect(contentsOf('  ', [], 100)).toEqual([])
})
