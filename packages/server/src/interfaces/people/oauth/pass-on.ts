import type { FastifyReply, FastifyRequest } from 'fastify'
import type { NamedServer } from '../../../people/oauth/authorization-servers.ts'
import { Refusal } from '../../../refusal.ts'
import { headersOf } from '../forms.ts'
import type { OAuthDesk } from './oauth-desk.ts'

/** @throws {Refusal} not-found, where a client could not know that this name is ours */
export async function namedServer(desk: OAuthDesk, request: FastifyRequest): Promise<NamedServer> {
  const named = await desk.servers.of(request.headers)
  if (named) return named
  throw new Refusal('not-found', {
    detail:
      'Assistants can sign in under a public address only. Set PUBLIC_BASE_URL, or give the assistant an API key.',
  })
}

/** The same request, as better-auth takes it. */
export function passOn({ origin, server }: NamedServer, request: FastifyRequest): Promise<Response> {
  const headers = headersOf(request)
  headers.set('origin', origin)
  const { authorization } = request.headers
  const type = request.headers['content-type']
  if (authorization !== undefined) headers.set('authorization', authorization)
  if (type !== undefined) headers.set('content-type', type)
  const { body } = request
  return server.handler(
    new Request(origin + request.url, {
      method: request.method,
      headers,
      ...(request.method === 'POST' ? { body: typeof body === 'string' ? body : JSON.stringify(body ?? {}) } : {}),
    }),
  )
}

export async function answerWith(reply: FastifyReply, answer: Response): Promise<FastifyReply> {
  for (const name of ['content-type', 'www-authenticate', 'location', 'cache-control', 'pragma']) {
    const value = answer.headers.get(name)
    if (value !== null) reply.header(name, value)
  }
  return reply.code(answer.status).send(Buffer.from(await answer.arrayBuffer()))
}
