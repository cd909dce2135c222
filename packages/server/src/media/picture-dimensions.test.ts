import { expect, test } from 'vitest'
import { pictureDimensions } from './picture-dimensions.ts'

const hex = (text: string) => Buffer.from(text.replace(/\s/g, ''), 'hex')

/** The beginning of a PNG: its signature and header. */
function png(width: number, height: number): Buffer {
  const header = Buffer.alloc(25)
  header.writeUInt32BE(13, 0)
  header.write('IHDR', 4)
  header.writeUInt32BE(width, 8)
  header.writeUInt32BE(height, 12)
  return Buffer.concat([hex('89504e470d0a1a0a'), header])
}

/** A JPEG up to its frame header, with an EXIF block that says how it is turned. */
function jpeg(width: number, height: number, orientation: number): Buffer {
  const tiff = Buffer.concat([hex('4d4d002a00000008 0001 0112 0003 00000001'), hex(`000${orientation}0000 00000000`)])
  const exif = Buffer.concat([Buffer.from('Exif\0\0'), tiff])
  const length = Buffer.alloc(2)
  length.writeUInt16BE(exif.length + 2)
  const frame = hex('ffc0 0011 08 0000 0000 03 012200 021101 031101')
  frame.writeUInt16BE(height, 5)
  frame.writeUInt16BE(width, 7)
  return Buffer.concat([hex('ffd8 ffe1'), length, exif, frame, hex('ffd9')])
}

test('a picture tells its size in its first bytes', () => {
  expect(pictureDimensions(png(640, 480), 'image/png')).toEqual({ width: 640, height: 480 })
})

test('a photograph that lies on its side is as it is shown', () => {
  expect(pictureDimensions(jpeg(4000, 3000, 1), 'image/jpeg')).toEqual({ width: 4000, height: 3000 })
  expect(pictureDimensions(jpeg(4000, 3000, 6), 'image/jpeg')).toEqual({ width: 3000, height: 4000 })
})

test.each([
  ['a file that is no picture', png(2, 2), 'application/pdf'],
  ['a picture that is broken', hex('89504e47'), 'image/png'],
  ['a picture without an area', png(0, 7), 'image/png'],
  ['nothing', Buffer.alloc(0), 'image/jpeg'],
])('of %s nothing is said', (_what, bytes, type) => {
  expect(pictureDimensions(bytes, type)).toBe(null)
})
