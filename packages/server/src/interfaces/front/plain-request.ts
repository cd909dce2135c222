import type { IncomingHttpHeaders } from 'node:http'

/** Larger ones are node:http's, with the limits that it has on them. */
const maxPlainBytes = 64 * 1024
const maxHeadBytes = 8 * 1024

/** A request that says everything in the plainest way. */
export interface PlainRequest {
  /** The very one that was asked for. */
  readonly startLine: Buffer
  /** By lower-case name. Without a prototype, as a sender chooses the names. */
  readonly headers: IncomingHttpHeaders
  readonly body: Buffer
  /** What came after it; undefined: nothing. */
  readonly rest: Buffer | undefined
}

/**
 * Reads one HTTP/1.1 request that begins with `startLine` and comes with a `content-length`, each header once and in visible ASCII,
 * and nothing that changes how the bytes are to be read. Every other one is for node:http: this function never decides that a
 * request is wrong. What it does take, node:http would read alike (plain-request.test.ts compares them).
 * https://www.rfc-editor.org/rfc/rfc9112#section-6
 *
 * @param startLine with its line end.
 * @returns `partial` when more bytes may make it such a request; `other` when it is none.
 */
export function readPlainRequest(bytes: Buffer, startLine: Buffer): PlainRequest | 'partial' | 'other' {
  const shared = Math.min(bytes.length, startLine.length)
  if (bytes.compare(startLine, 0, shared, 0, shared) !== 0) return 'other'
  const end = bytes.indexOf(headEnd)
  if (end === -1) return bytes.length < maxHeadBytes ? 'partial' : 'other'
  if (end > maxHeadBytes) return 'other'
  const headers = readHeaders(bytes.toString('latin1', startLine.length, end + 2))
  if (headers === undefined || !isPlain(headers)) return 'other'
  const from = end + headEnd.length
  const to = from + Number(headers['content-length'])
  if (to > maxPlainBytes) return 'other'
  if (to > bytes.length) return 'partial'
  const rest = to === bytes.length ? undefined : bytes.subarray(to)
  return { startLine, headers, body: bytes.subarray(from, to), rest }
}

const headEnd = Buffer.from('\r\n\r\n')
/**
 * No line that goes on, no white space before the colon, no control character, nothing beyond ASCII. The white space around the value
 * is part of it: matched apart, 8 KB of spaces before a wrong character took 28 ms, as they can be divided in 8,000 ways.
 */
const headerLine = /([\w!#$%&'*+.^`|~-]+):([\t\x20-\x7e]*)\r\n/y

/**
 * An object with the properties that it is given and no others. V8 finds them faster than in one of `Object.create(null)`, which it
 * takes for a table; only a function can be given a prototype that is empty.
 */
function Headers() {}
Headers.prototype = Object.create(null)
// TypeScript takes classes alone for what `new` makes objects of.
const HeadersObject = Headers as unknown as new () => IncomingHttpHeaders

/** @returns undefined when a line is not plain, or a name comes twice. */
function readHeaders(text: string): IncomingHttpHeaders | undefined {
  const headers = new HeadersObject()
  let at = 0
  while (at < text.length) {
    headerLine.lastIndex = at
    const found = headerLine.exec(text)
    if (!found) return undefined
    const name = (found[1] ?? '').toLowerCase()
    if (headers[name] !== undefined) return undefined
    headers[name] = found[2]?.trim()
    at = headerLine.lastIndex
  }
  return headers
}

/** These say that the body, or what follows, is to be read in another way, or that the sender waits for something. */
const notPlain = ['transfer-encoding', 'expect', 'upgrade', 'trailer', 'te', 'http2-settings', 'proxy-connection']

function isPlain(headers: IncomingHttpHeaders): boolean {
  if (!headers.host || !/^\d{1,5}$/.test(headers['content-length'] ?? '')) return false
  if (headers.connection !== undefined && headers.connection.toLowerCase() !== 'keep-alive') return false
  return notPlain.every((name) => headers[name] === undefined)
}
