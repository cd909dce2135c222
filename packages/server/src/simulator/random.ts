import { hash } from 'node:crypto'

/** Numbers that look random and are the same for the same seed, so that a failing run can be repeated. */
export interface Random {
  /** From 0 up to, not including, 1. */
  next(): number
  /** A whole number of milliseconds, or whatever else, from the first to the second. */
  between(range: readonly [least: number, most: number]): number
  hex(length: number): string
  digits(length: number): string
}

/** Each block of SHA-256 over the seed and a counter gives eight numbers. */
export function seededRandom(seed: string): Random {
  let counter = 0
  let block = Buffer.alloc(0)
  let offset = 0
  const word = () => {
    if (offset >= block.length) {
      block = hash('sha256', `${seed}:${counter++}`, 'buffer')
      offset = 0
    }
    const value = block.readUInt32BE(offset)
    offset += 4
    return value
  }
  const text = (length: number, radix: number) => {
    let result = ''
    while (result.length < length) result += (word() % radix ** 4).toString(radix).padStart(4, '0')
    return result.slice(0, length)
  }
  return {
    next: () => word() / 0x1_0000_0000,
    between: ([least, most]) => least + Math.floor((word() / 0x1_0000_0000) * (most - least + 1)),
    hex: (length) => text(length, 16),
    digits: (length) => text(length, 10),
  }
}
