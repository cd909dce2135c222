import { PassThrough, type Readable } from 'node:stream'

export interface LastingInput {
  /** What `input` says; ends when `answered` resolves after the end of `input`, or after `patience`. */
  readonly stream: Readable
  /** Lets go of `input`, so that it does not keep the process alive. */
  release(): void
}

/**
 * A client that writes its questions and closes (a script with a pipe) is owed the answers, but the SDK's transport gives up
 * what is in flight as soon as its input ends. So the end is held back until everything is answered.
 *
 * @param patience milliseconds after which the end is passed on regardless
 */
export function readUntilAnswered(input: Readable, answered: () => Promise<void>, patience: number): LastingInput {
  const stream = new PassThrough()
  let isEnding = false

  async function end(): Promise<void> {
    const tooLong = Promise.withResolvers<void>()
    const timer = setTimeout(tooLong.resolve, patience)
    await Promise.race([answered(), tooLong.promise])
    clearTimeout(timer)
    stream.end()
  }
  const ended = () => {
    if (isEnding) return
    isEnding = true
    void end()
  }
  input.pipe(stream, { end: false })
  for (const event of ['end', 'close', 'error'] as const) input.once(event, ended)
  if (input.readableEnded || input.destroyed) ended()
  return {
    stream,
    release() {
      for (const event of ['end', 'close', 'error'] as const) input.off(event, ended)
      input.unpipe(stream)
      input.pause()
    },
  }
}
