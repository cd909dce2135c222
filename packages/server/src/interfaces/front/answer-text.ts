import { STATUS_CODES } from 'node:http'

/** Writes answers as node:http would, with the fields of theirs that it adds. */
export interface AnswerText {
  /** 200 without a body. @param always names and values in turn; the same list each time is remembered. */
  empty(id: string, always: readonly string[]): string
  whole(answer: WholeAnswer): string
}

export interface WholeAnswer {
  readonly status: number
  /** Names and values in turn. */
  readonly headers: readonly string[]
  readonly body: string
  /** Whether the connection ends with it. */
  readonly last: boolean
}

/** @param keepAliveMilliseconds for how long a connection may be idle. */
export function createAnswerText(keepAliveMilliseconds: number, now: () => number = Date.now): AnswerText {
  const keepAlive = `Connection: keep-alive\r\nKeep-Alive: timeout=${Math.floor(keepAliveMilliseconds / 1_000)}\r\n`
  /** What comes after the id, for each list of headers; good for one second, because it holds the date. */
  let tails = new Map<readonly string[], string>()
  let second = 0

  return {
    empty(id, always) {
      const thisSecond = Math.floor(now() / 1_000)
      if (thisSecond !== second) tails = new Map()
      second = thisSecond
      let tail = tails.get(always)
      if (tail === undefined) {
        tail = `\r\ncontent-length: 0\r\n${linesOf(always)}${dateLine(now())}${keepAlive}\r\n`
        tails.set(always, tail)
      }
      return `HTTP/1.1 200 OK\r\nx-request-id: ${id}${tail}`
    },
    whole({ status, headers, body, last }) {
      const lines = linesOf(['content-length', String(Buffer.byteLength(body)), ...headers])
      const connection = last ? 'Connection: close\r\n' : keepAlive
      return `HTTP/1.1 ${status} ${STATUS_CODES[status] ?? ''}\r\n${lines}${dateLine(now())}${connection}\r\n${body}`
    },
  }
}

const dateLine = (at: number) => `Date: ${new Date(at).toUTCString()}\r\n`

function linesOf(headers: readonly string[]): string {
  let lines = ''
  // Refusals' headers are ours, but some hold words of the sender's: nothing may begin a line of its own.
  for (let at = 0; at < headers.length; at += 2)
    lines += `${headers[at]}: ${headers[at + 1]?.replaceAll(/[\r\n]/g, ' ')}\r\n`
  return lines
}
