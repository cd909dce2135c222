/** What a voice note is in WhatsApp: Opus in Ogg, one channel. Here a second of silence. https://www.rfc-editor.org/rfc/rfc7845 */
export function tinyVoice(): Buffer {
  const head = Buffer.alloc(19)
  head.write('OpusHead', 'latin1')
  head.set([1, 1], 8) // version, channels
  head.writeUInt32LE(48_000, 12)
  const vendor = Buffer.from('simulator')
  const tags = Buffer.concat([Buffer.from('OpusTags'), littleEndian(vendor.length), vendor, littleEndian(0)])
  // 50 packets of 20 ms; one byte of table of contents (CELT, full band) and two of nothing.
  const packets = Array.from({ length: 50 }, () => Buffer.from([0xf8, 0xff, 0xfe]))
  return Buffer.concat([page(0, 0x02, 0, [head]), page(1, 0, 0, [tags]), page(2, 0x04, 48_000, packets)])
}

/** @param flags 2: first page, 4: last page */
function page(sequence: number, flags: number, position: number, packets: readonly Buffer[]): Buffer {
  const header = Buffer.alloc(27 + packets.length)
  header.write('OggS', 'latin1')
  header.writeUInt8(flags, 5)
  header.writeBigUInt64LE(BigInt(position), 6)
  header.writeUInt32LE(0x5157, 14)
  header.writeUInt32LE(sequence, 18)
  header.writeUInt8(packets.length, 26)
  for (const [index, packet] of packets.entries()) header.writeUInt8(packet.length, 27 + index)
  const whole = Buffer.concat([header, ...packets])
  whole.writeUInt32LE(checksum(whole), 22)
  return whole
}

/** CRC-32 as Ogg has it: polynomial 0x04c11db7, nothing reflected, starts at zero. */
function checksum(bytes: Buffer): number {
  let crc = 0
  for (const byte of bytes) {
    crc ^= byte << 24
    for (let bit = 0; bit < 8; bit += 1) crc = crc & 0x8000_0000 ? (crc << 1) ^ 0x04c1_1db7 : crc << 1
  }
  return crc >>> 0
}

function littleEndian(number: number): Buffer {
  const bytes = Buffer.alloc(4)
  bytes.writeUInt32LE(number)
  return bytes
}
