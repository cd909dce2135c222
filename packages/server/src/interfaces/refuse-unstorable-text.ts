import { Refusal } from '../refusal.ts'
import type { App } from './app-type.ts'

/**
 * PostgreSQL holds no NUL and UTF-8 no half of a pair of surrogates. What strangers send is mended (clean-json.ts), because it must be
 * kept; whoever calls us is told where it is, because changing what they send to a customer is not ours.
 */
export function refuseUnstorableText(app: App): void {
  app.addHook('preValidation', (request, _reply, done) => {
    // Webhooks are kept whatever is in them.
    if (request.url.startsWith('/webhooks/')) return done()
    try {
      // Other systems' addresses take what those systems take.
      if (request.url.startsWith('/v1/')) assertStorable(request.query, 'querystring')
      assertStorable(request.body, 'body')
      done()
    } catch (error) {
      done(error as Error) // a Refusal
    }
  })
}

/** @throws {Refusal} `invalid-request`, naming the place. Streams and bytes are passed over. */
export function assertStorable(value: unknown, root: string): void {
  const waiting: { readonly part: unknown; readonly path: string }[] = [{ part: value, path: root }]
  for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
    const { part, path } = next
    if (typeof part === 'string') assertText(part, path)
    else if (Array.isArray(part))
      for (const [index, item] of part.entries()) waiting.push({ part: item, path: `${path}.${index}` })
    else if (isPlain(part))
      for (const [name, member] of Object.entries(part)) {
        assertText(name, `${path}, in a name`)
        waiting.push({ part: member, path: `${path}.${name}` })
      }
  }
}

function assertText(text: string, path: string): void {
  const problem = text.includes('\0')
    ? `holds a NUL (U+0000) at position ${text.indexOf('\0')}`
    : text.isWellFormed()
      ? null
      : 'holds half of a pair of surrogates, which is no character'
  if (problem === null) return
  const message = `${problem}; take it out and send it again`
  throw new Refusal('invalid-request', { detail: `${path} ${message}.`, errors: [{ path, message }] })
}

function isPlain(value: unknown): value is Record<string, unknown> {
  if (typeof value !== 'object' || value === null) return false
  const prototype: unknown = Object.getPrototypeOf(value)
  return prototype === Object.prototype || prototype === null
}
