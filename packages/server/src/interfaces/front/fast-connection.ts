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

/** How long the first bytes of a connection, or the next piece of a request, may be on their way until node:http waits for them. */
const patienceMilliseconds = 1_000
/** A plain request comes in a few pieces at most: with each it is read from its beginning. */
const mostPieces = 8

/**
 * Reads plain requests from a connection, one after the other. Everything else that comes on it, what is large and what is slow goes
 * to node:http with all that was read of it, so that limits, time-outs and refusals of such stand in one place.
 */
export function openFastConnection(socket: Socket, all: FastConnections): FastConnection {
  /** The beginning of a request. */
  let held: Buffer | undefined
  let pieces = 0
  let busy = false
  /** Idle for as long as connections may be, because it is between two requests. */
  let keptAlive = false
  let closing = false
  let leaving = false
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
  socket.setTimeout(patienceMilliseconds)
  return connection

  function keep(bytes: Buffer | undefined): boolean {
    const few = all.hold((bytes?.length ?? 0) - (held?.length ?? 0))
    held = bytes
    return few
  }

  function onData(chunk: Buffer): void {
    if (busy) {
      putBack(chunk)
      return
    }
    const bytes = held === undefined ? chunk : Buffer.concat([held, chunk])
    const request = all.read(bytes)
    if (request === 'partial' && pieces < mostPieces && keep(bytes)) {
      pieces += 1
      keptAlive = false
      socket.setTimeout(patienceMilliseconds)
    } else if (typeof request === 'string') {
      handOver(bytes)
    } else {
      if (held !== undefined) keep(undefined)
      pieces = 0
      busy = true
      if (request.rest !== undefined) putBack(request.rest)
      all.take(request, connection)
    }
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
    if (!keptAlive) socket.setTimeout(all.keepAliveMilliseconds)
    keptAlive = true
    // Whoever asks without taking the answers is not read until they are taken.
    if (isTaken) next()
    else socket.once('drain', next)
  }

  function next(): void {
    busy = false
    if (socket.isPaused()) socket.resume()
  }

  /** Says the last word, and does not wait for long until the other side has heard it. */
  function leave(text: string, encoding: 'latin1' | 'utf8'): void {
    closing = true
    leaving = true
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
    if (busy) return
    if (held === undefined) socket.destroy()
    else handOver(held)
  }

  function onEnd(): void {
    closing = true
    if (busy) return
    if (held === undefined) leave('', 'latin1')
    else answerBroken(new Error('the connection ended within a request'), socket)
  }

  function onTimeout(): void {
    const isAsked = busy && !leaving && !socket.writableNeedDrain
    if (isAsked) return
    if (busy || leaving || keptAlive) socket.destroy()
    else handOver(held)
  }

  function onClose(): void {
    keep(undefined)
    all.left(connection)
  }
}

/** `close` follows. */
function ignore(): void {}
