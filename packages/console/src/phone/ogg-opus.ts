/** A packet of Opus, as an encoder gives it, and how much time it covers. */
export interface OpusPacket {
  readonly bytes: Uint8Array
  /** At 48 kHz. */
  readonly samples: number
}

const serial = 0x5357
const mostSegments = 255

/** Opus in Ogg with one channel, which is what a voice note is in WhatsApp. https://www.rfc-editor.org/rfc/rfc7845 */
export function oggOpus(packets: readonly OpusPacket[], preSkip: number): Blob {
  const head = new Uint8Array(19)
  head.set(ascii('OpusHead'))
  head.set([1, 1], 8) // version, channels
  new DataView(head.buffer).setUint16(10, preSkip, true)
  new DataView(head.buffer).setUint32(12, 48_000, true)
  const tags = joined([ascii('OpusTags'), littleEndian(4), ascii('tune'), littleEndian(0)])
  const pages = [page({ sequence: 0, flags: 2, position: 0, packets: [head] })]
  pages.push(page({ sequence: 1, flags: 0, position: 0, packets: [tags] }))
  let position = 0
  const groups = grouped(packets)
  for (const [index, group] of groups.entries()) {
    for (const { samples } of group) position += samples
    const flags = index === groups.length - 1 ? 4 : 0
    pages.push(page({ sequence: pages.length, flags, position, packets: group.map(({ bytes }) => bytes) }))
  }
  return new Blob(pages, { type: 'audio/ogg; codecs=opus' })
}

/** As many as one page holds: a packet takes a segment for every 255 bytes, and one more. */
function grouped(packets: readonly OpusPacket[]): OpusPacket[][] {
  const groups: OpusPacket[][] = []
  let room = 0
  for (const packet of packets) {
    const needs = Math.floor(packet.bytes.length / 255) + 1
    const last = groups.at(-1)
    if (last && needs <= room) last.push(packet)
    else {
      groups.push([packet])
      room = mostSegments
    }
    room -= needs
  }
  return groups
}

interface Page {
  readonly sequence: number
  /** 2: the first, 4: the last. */
  readonly flags: number
  readonly position: number
  readonly packets: readonly Uint8Array[]
}

function page({ sequence, flags, position, packets }: Page): Uint8Array<ArrayBuffer> {
  const segments = packets.flatMap(({ length }) => [...Array<number>(Math.floor(length / 255)).fill(255), length % 255])
  const header = new Uint8Array(27 + segments.length)
  const view = new DataView(header.buffer)
  header.set(ascii('OggS'))
  header.set([0, flags], 4)
  view.setBigUint64(6, BigInt(position), true)
  view.setUint32(14, serial, true)
  view.setUint32(18, sequence, true)
  header.set([segments.length, ...segments], 26)
  const whole = joined([header, ...packets])
  new DataView(whole.buffer).setUint32(22, checksum(whole), true)
  return whole
}

/** CRC-32 as Ogg has it: polynomial 0x04c11db7, nothing reflected, starts at zero. */
function checksum(bytes: Uint8Array): number {
  let crc = 0
  for (const byte of bytes) {
    crc ^= byte << 24
    for (let bit = 0; bit < 8; bit += 1) crc = crc & 0x8000_0000 ? (crc << 1) ^ 0x04c1_1db7 : crc << 1
  }
  return crc >>> 0
}

function joined(parts: readonly Uint8Array[]): Uint8Array<ArrayBuffer> {
  const whole = new Uint8Array(parts.reduce((sum, { length }) => sum + length, 0))
  let offset = 0
  for (const part of parts) {
    whole.set(part, offset)
    offset += part.length
  }
  return whole
}

function ascii(text: string): Uint8Array {
  return new TextEncoder().encode(text)
}

function littleEndian(number: number): Uint8Array {
  const bytes = new Uint8Array(4)
  new DataView(bytes.buffer).setUint32(0, number, true)
  return bytes
}
