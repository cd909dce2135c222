import { expect, test } from 'vitest'
import { oggOpus } from './ogg-opus.ts'

test('packets come out again: the head, the time that passes, many packets over several pages, long ones in segments', async () => {
  const packets = Array.from({ length: 300 }, (_, index) => ({
    bytes: new Uint8Array(index === 7 ? 600 : 40).fill(index),
    samples: 960,
  }))
  const file = Buffer.from(await oggOpus(packets, 312).arrayBuffer())
  const pages: { flags: number; position: number; sizes: number[] }[] = []
  for (let at = 0; at < file.length; ) {
    expect(file.toString('latin1', at, at + 4)).toBe('OggS')
    const segments = [...file.subarray(at + 27, at + 27 + (file[at + 26] ?? 0))]
    const sizes: number[] = []
    let open = 0
    for (const segment of segments) {
      open += segment
      if (segment === 255) continue
      sizes.push(open)
      open = 0
    }
    pages.push({ flags: file[at + 5] ?? 0, position: Number(file.readBigUInt64LE(at + 6)), sizes })
    at += 27 + segments.length + segments.reduce((sum, size) => sum + size, 0)
  }
  expect(pages.map(({ flags }) => flags)).toEqual([2, 0, 0, 4])
  expect(pages.at(-1)?.position).toBe(300 * 960)
  expect(pages.slice(2).flatMap(({ sizes }) => sizes)).toEqual(packets.map(({ bytes }) => bytes.length))
  expect([file.toString('latin1', 28, 36), file.readUInt16LE(38), file.readUInt32LE(40)]).toEqual([
    'OpusHead',
    312,
    48_000,
  ])
})
