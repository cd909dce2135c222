import type { Socket } from 'node:net'
import { answerBroken } from '../edge/answer-broken.ts'
import type { PlainRequest } from './plain-request.ts'

/** What each connection needs of all of them. */
export interface FastConnections {
  /** The first request of these bytes; `partial`: more bytes may make one; `other`: it is for node:http. */
  read(bytes: Buffer): PlainRequest | 'partial' | 'other'
  readonly keepAliveMilliseconds: number
  /** Answers by `connection.answer`, once, now or later. */
  take(request: PlainRequest, connection: FastConnection): void
  /** Gives the connection to node:http for good, with what it has still to read. */
  handOver(connection: FastConnection): void
  /** So many bytes more, or fewer, are held of requests that are not whole. @returns whether that is still few enough */
  hold(bytes: number): boolean
  left(connection: FastConnection): void
}

export interface FastConnection {
  readonly socket: Socket
  /** The connection ends with the next answer, which says so. */
  readonly closing: boolean
  answer(text: string, encoding: 'latin1' | 'utf8'): void
  /** Takes no further request. One that is being answered ends the connection with its answer. */
  close(): void
}

/**
 * How long the first bytes of a connection, or the next piece of a request, may be on their way until node:http waits for them; and
 * after how long no further piece is waited for.
 */
const patienceMilliseconds = 1_000
/** A plain request comes in a few pieces at most: with each it is read from its beginning. */
const mostPieces = 8

/**
 * - `reading`: nothing has come yet, or the beginning of a request
 * - `idle`: between two requests
 * - `asked`: one is being answered. Until the answer is written nothing more is read.
 * - `full`: it is written and not taken. Whoever asks without taking the answers is not read until they are taken.
 * - `leaving`: the last word is said, and not waited for long until the other side has heard it
 */
type State = 'reading' | 'idle' | 'asked' | 'full' | 'leaving'

/**
 * Reads plain requests from a connection, one after the other. Everything else that comes on it, what is large and what is slow goes
 * to node:http with all that was read of it, so that limits, time-outs and refusals of such stand in one place.
 */
export function openFastConnection(socket: Socket, all: FastConnections): FastConnection {
  let state: State = 'reading'
  /** The beginning of a request. */
  let held: Buffer | undefined
  let pieces = 0
  /** `performance.now()` when the first piece came. */
  let begun = 0
  let closing = false
  const listeners = { data: onData, end: onEnd, timeout: onTimeout, error: ignore, close: onClose }
  const connection: FastConnection = {
    socket,
    get closing() {
      return closing
    },
    answer,
    close,
  }

  for (const [event, listener] of Object.entries(listeners)) socket.on(event, listener)
  waitFor(patienceMilliseconds)
  return connection

  function waitFor(milliseconds: number): void {
    if (socket.timeout !== milliseconds) socket.setTimeout(milliseconds)
  }

  function isReading(): boolean {
    return state === 'reading' || state === 'idle'
  }

  function keep(bytes: Buffer | undefined): boolean {
    const few = all.hold((bytes?.length ?? 0) - (held?.length ?? 0))
    held = bytes
    return few
  }

  function onData(chunk: Buffer): void {
    // What was read before its end may still come.
    if (socket.destroyed) return
    if (!isReading()) {
      putBack(chunk)
      return
    }
    const bytes = held === undefined ? chunk : joined([held, chunk])
    const request = all.read(bytes)
    if (request === 'partial' && mayComeWhole() && keep(held === undefined ? joined([chunk]) : bytes)) {
      waitFor(patienceMilliseconds)
    } else if (typeof request === 'string') {
      handOver(bytes)
    } else {
      if (held !== undefined) keep(undefined)
      state = 'asked'
      if (request.rest !== undefined) putBack(request.rest)
      all.take(request, connection)
    }
  }

  /** Counts a piece. */
  function mayComeWhole(): boolean {
    state = 'reading'
    if (held === undefined) {
      pieces = 0
      begun = performance.now()
    }
    pieces += 1
    return pieces <= mostPieces && performance.now() - begun < patienceMilliseconds
  }

  /** Sent ahead: it comes again when the answers before it are written. What follows it waits with it, the end too. */
  function putBack(bytes: Buffer): void {
    socket.pause()
    socket.unshift(bytes)
  }

  function answer(text: string, encoding: 'latin1' | 'utf8'): void {
    if (socket.destroyed) return
    if (closing) {
      leave(text, encoding)
      return
    }
    const isTaken = socket.write(text, encoding)
    waitFor(all.keepAliveMilliseconds)
    if (isTaken) {
      next()
      return
    }
    state = 'full'
    socket.once('drain', next)
  }

  function next(): void {
    if (closing) {
      leave('', 'latin1')
      return
    }
    state = 'idle'
    if (socket.isPaused()) socket.resume()
  }

  function leave(text: string, encoding: 'latin1' | 'utf8'): void {
    state = 'leaving'
    closing = true
    socket.end(text, encoding)
    socket.setTimeout(patienceMilliseconds)
  }

  function handOver(bytes: Buffer | undefined): void {
    for (const [event, listener] of Object.entries(listeners)) socket.off(event, listener)
    keep(undefined)
    socket.setTimeout(0)
    socket.pause()
    if (bytes !== undefined) socket.unshift(bytes)
    all.handOver(connection)
    socket.resume()
  }

  function close(): void {
    closing = true
    if (socket.destroyed || !isReading()) return
    if (held !== undefined) handOver(held)
    else if (socket.writableLength > 0) leave('', 'latin1')
    else socket.destroy()
  }

  function onEnd(): void {
    closing = true
    if (!isReading()) return
    if (held === undefined) {
      leave('', 'latin1')
      return
    }
    state = 'leaving'
    answerBroken(new Error('the connection ended within a request'), socket)
  }

  function onTimeout(): void {
    if (state === 'reading') handOver(held)
    else if (state !== 'asked') socket.destroy()
  }

  function onClose(): void {
    keep(undefined)
    all.left(connection)
  }
}

/**
 * In memory of their own, so that what is held is what is counted: the first piece may be the last bytes of 64 KB of requests, and
 * `Buffer.concat` takes its memory from a block of 64 KB that others share.
 */
function joined(pieces: readonly Buffer[]): Buffer {
  const bytes = Buffer.allocUnsafeSlow(pieces.reduce((sum, { length }) => sum + length, 0))
  let at = 0
  for (const piece of pieces) at += piece.copy(bytes, at)
  return bytes
}

/** `close` follows. */
function ignore(): void {}
