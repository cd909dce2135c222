import { createHash } from 'node:crypto'
import { Transform } from 'node:stream'

export interface Measured {
  /** Lower case hex. */
  readonly sha256: string
  readonly sizeBytes: number
  /** The first bytes, by which a type is known. */
  readonly sample: Buffer
}

/** Enough for the directory of an office document, which says what kind it is. */
const sampleBytes = 64 * 1024

/** A stream that passes bytes on, hashed and counted, and fails with what `tooLarge` makes when there are more than `most`. */
export function measuring(most: number, tooLarge: () => Error): { readonly stream: Transform; result(): Measured } {
  const hash = createHash('sha256')
  const sample: Buffer[] = []
  let sampled = 0
  let sizeBytes = 0
  const stream = new Transform({
    transform(chunk: Buffer, _encoding, done) {
      sizeBytes += chunk.length
      if (sizeBytes > most) return done(tooLarge())
      hash.update(chunk)
      if (sampled < sampleBytes) {
        // A copy: a slice would keep the whole chunk.
        const part = Buffer.from(chunk.subarray(0, sampleBytes - sampled))
        sample.push(part)
        sampled += part.length
      }
      done(null, chunk)
    },
  })
  return { stream, result: () => ({ sha256: hash.digest('hex'), sizeBytes, sample: Buffer.concat(sample) }) }
}
