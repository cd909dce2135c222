import { expect, test } from 'vitest'
import { png, voice } from './media.case.ts'
import { servedAs } from './served-as.ts'
import { sniffType } from './sniff-type.ts'

const zip = (name: string) => {
  const header = Buffer.alloc(30)
  header.writeUInt32LE(0x04034b50, 0)
  header.writeUInt16LE(name.length, 26)
  return Buffer.concat([header, Buffer.from(name), Buffer.alloc(30)])
}

test.each<[string, Buffer | string, string]>([
  ['a PNG', png, 'image/png'],
  ['a JPEG', Buffer.from('ffd8ffe000104a46494600010100000100010000', 'hex'), 'image/jpeg'],
  ['a voice note', voice, 'audio/ogg; codecs=opus'],
  ['a PDF', '%PDF-1.7\n%âãÏÓ', 'application/pdf'],
  ['an archive', zip('readme.txt'), 'application/zip'],
  ['a program', Buffer.from('7f454c4602010100', 'hex'), 'application/x-elf'],
  ['text', 'Grüße aus Köln, 你好', 'text/plain'],
  ['text in UTF-16', Buffer.from('\uFEFFhello', 'utf16le'), 'text/plain'],
  ['HTML', '  <!DOCTYPE html><script>alert(1)</script>', 'text/html'],
  ['HTML without a head', '<script>alert(1)</script>', 'text/html'],
  ['HTML behind a comment', '<!-- --><p onclick="x">', 'text/html'],
  ['SVG', '<svg xmlns="http://www.w3.org/2000/svg" onload="x"/>', 'image/svg+xml'],
  ['SVG behind a prolog', '<?xml version="1.0"?>\n<!-- drawn -->\n<svg onload="x"/>', 'image/svg+xml'],
  ['XML', '<?xml version="1.0"?><order/>', 'application/xml'],
  ['nothing', '', 'application/octet-stream'],
  ['noise', Buffer.from('0001fffe0302', 'hex'), 'application/octet-stream'],
  ['text with a NUL', 'a\0b', 'application/octet-stream'],
])('%s is known by its bytes', async (_what, bytes, type) => {
  expect(await sniffType(Buffer.from(bytes))).toBe(type)
})

test('text that ends inside a character is text', async () => {
  expect(await sniffType(Buffer.from('Grüße').subarray(0, 3))).toBe('text/plain')
})

test('the claimed type makes text and old office files more exact, and nothing else', () => {
  expect(servedAs('text/plain', 'text/csv; charset=latin1')).toEqual({ type: 'text/csv; charset=utf-8', inline: false })
  expect(servedAs('application/x-cfb', 'application/msword').type).toBe('application/msword')
  expect(servedAs('text/plain', 'text/html')).toEqual({ type: 'text/plain; charset=utf-8', inline: true })
  expect(servedAs('application/octet-stream', 'image/png').type).toBe('application/octet-stream')
  expect(servedAs('text/html', 'image/png')).toEqual({ type: 'text/html; charset=utf-8', inline: false })
})

test('what could run in a browser is never shown inline', () => {
  for (const type of [
    'text/html',
    'image/svg+xml',
    'application/xml',
    'application/pdf',
    'application/zip',
    'application/octet-stream',
  ])
    expect([type, servedAs(type, 'image/png').inline]).toEqual([type, false])
  for (const type of ['image/png', 'audio/ogg; codecs=opus', 'video/mp4'])
    expect(servedAs(type, null).inline).toBe(true)
})
