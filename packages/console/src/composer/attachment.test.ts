import { expect, test } from 'vitest'
import { contentOf, decideFile } from './attachment.ts'

const none = { maxBytes: 0, mimeTypes: [] }
const limits = {
  image: { maxBytes: 5_000, mimeTypes: ['image/jpeg', 'image/png'] },
  video: { maxBytes: 16_000, mimeTypes: ['video/mp4'] },
  audio: none,
  document: { maxBytes: 100_000, mimeTypes: [] },
  sticker: none,
}

test('a file goes as what it is where the account takes that, else as a document', () => {
  expect(decideFile({ type: 'image/png', size: 10 }, limits)).toEqual({ kind: 'image' })
  expect(decideFile({ type: 'image/png', size: 6_000 }, limits)).toEqual({ kind: 'document' })
  expect(decideFile({ type: 'image/gif', size: 10 }, limits)).toEqual({ kind: 'document' })
  expect(decideFile({ type: 'audio/ogg; codecs=opus', size: 10 }, limits)).toEqual({ kind: 'document' })
})

test('what is empty, too large or of a type that is not taken is refused before it goes up', () => {
  expect(decideFile({ type: 'image/png', size: 0 }, limits)).toEqual({ refused: 'empty' })
  expect(decideFile({ type: 'text/plain', size: 100_001 }, limits)).toEqual({ refused: 'too-large', most: 100_000 })
  const pdfOnly = { ...limits, document: { maxBytes: 100_000, mimeTypes: ['application/pdf'] } }
  expect(decideFile({ type: 'text/plain', size: 10 }, pdfOnly)).toEqual({ refused: 'type' })
})

test('a document keeps its name, a picture its caption', () => {
  const file = new File(['x'], 'bill.pdf')
  expect(contentOf({ kind: 'document', file }, 'm', 'Here')).toEqual({
    type: 'document',
    media: { mediaId: 'm' },
    filename: 'bill.pdf',
    caption: 'Here',
  })
})
