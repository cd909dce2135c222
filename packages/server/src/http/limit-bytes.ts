import { Transform } from 'node:stream'

/** Passes bytes on, up to a limit; one more and the stream fails with what `refuse` makes. */
export function limitBytes(most: number, refuse: () => Error): Transform {
  let seen = 0
  return new Transform({
    transform(chunk: Buffer, _encoding, done) {
      seen += chunk.length
      if (seen > most) done(refuse())
      else done(null, chunk)
    },
  })
}
