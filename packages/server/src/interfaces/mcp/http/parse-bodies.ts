import type { FastifyInstance } from 'fastify'

/** Bodies that could not be read; answered in MCP's words once the caller is known. */
export const unreadable = { json: Symbol('not JSON'), type: Symbol('not of a JSON type') } as const

/** Parses the routes' bodies itself, for a fault must be answered as JSON-RPC and not as a problem document. */
export function parseBodies(
  scope: Pick<FastifyInstance, 'removeAllContentTypeParsers' | 'addContentTypeParser'>,
): void {
  scope.removeAllContentTypeParsers()
  scope.addContentTypeParser('application/json', { parseAs: 'string' }, (_request, body, done) => {
    done(null, parse(body.toString()))
  })
  scope.addContentTypeParser('*', (_request, payload, done) => {
    payload.resume()
    done(null, unreadable.type)
  })
}

function parse(text: string): unknown {
  // Clients name a type even where they send nothing, as with DELETE.
  if (text === '') return undefined
  try {
    return JSON.parse(text)
  } catch {
    return unreadable.json
  }
}
