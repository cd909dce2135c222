/** 0 ≤ n < 1, the same row of numbers for the same seed. */
type Random = () => number

/** A linear congruential generator: enough to choose places in a body, and repeatable. */
export function randomOf(seed: number): Random {
  let state = seed >>> 0
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0
    return state / 2 ** 32
  }
}

/** What happens to bytes on the way, without regard to what they say. Each gives a new buffer. */
const byteMutations: readonly ((bytes: Buffer, random: Random) => Buffer)[] = [
  function truncate(bytes, random) {
    return bytes.subarray(0, place(bytes, random))
  },
  function loseTheBeginning(bytes, random) {
    return bytes.subarray(place(bytes, random))
  },
  function flip(bytes, random) {
    const flipped = Buffer.from(bytes)
    for (let times = 1 + Math.floor(random() * 4); times > 0; times--) {
      const at = place(flipped, random)
      flipped[at] = (flipped[at] ?? 0) ^ (1 << Math.floor(random() * 8))
    }
    return flipped
  },
  /** Inside of a text, where JSON survives it: bytes that are no UTF-8. */
  function spoilText(bytes, random) {
    const spoilt = Buffer.from(bytes)
    const at = spoilt.indexOf('a', place(spoilt, random))
    if (at >= 0) spoilt[at] = 0x80 + Math.floor(random() * 0x80)
    return spoilt
  },
  function insert(bytes, random) {
    const at = place(bytes, random)
    const inserted = Buffer.from(Array.from({ length: 1 + Math.floor(random() * 3) }, () => Math.floor(random() * 256)))
    return Buffer.concat([bytes.subarray(0, at), inserted, bytes.subarray(at)])
  },
  function repeatPart(bytes, random) {
    const [from, to] = [place(bytes, random), place(bytes, random)].toSorted((a, b) => a - b) as [number, number]
    return Buffer.concat([bytes.subarray(0, to), bytes.subarray(from)])
  },
  /** One more value for a key that is there; the last of them counts. */
  function duplicateKey(bytes, random) {
    const keys = [...bytes.toString('utf8').matchAll(/\{("[a-z_]+":)/g)]
    const key = keys[Math.floor(random() * keys.length)]
    if (key === undefined) return bytes
    const values = ['null', '[]', '{}', '""', '0', '"x"', '[[]]', 'true', '1e400', '-0']
    const text = bytes.toString('utf8')
    const value = values[Math.floor(random() * values.length)] ?? 'null'
    return Buffer.from(`${text.slice(0, key.index + 1)}${key[1]}${value},${text.slice(key.index + 1)}`)
  },
  function otherEncoding(bytes, random) {
    const text = bytes.toString('utf8')
    if (random() < 0.5) return Buffer.from(`\ufeff${text}`)
    return Buffer.from(text, random() < 0.5 ? 'utf16le' : 'latin1')
  },
]

/** `bytes` after one of the mutations. */
export function mutateBytes(bytes: Buffer, random: Random): Buffer {
  return byteMutations[Math.floor(random() * byteMutations.length)]?.(bytes, random) ?? bytes
}

function place(bytes: Buffer, random: Random): number {
  return Math.floor(random() * bytes.length)
}
