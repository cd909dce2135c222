import type { FastifyReply, FastifyRequest } from 'fastify'
import { Refusal } from '../../refusal.ts'
import { isSameSecret } from './check-signature.ts'

/**
 * Meta's question before it sends anything: the challenge is given back to whoever knows the verify token.
 * https://developers.facebook.com/docs/graph-api/webhooks/getting-started#verification-requests
 */
export function answerChallenge(
  request: FastifyRequest,
  reply: FastifyReply,
  verifyTokens: readonly string[],
  onVerified: (token: string) => void = () => {},
): FastifyReply {
  // Fastify's query parser gives an object of strings, and arrays where a name comes twice.
  const query = request.query as Readonly<Record<string, unknown>>
  const mode = textOf(query['hub.mode'])
  const token = textOf(query['hub.verify_token'])
  const challenge = textOf(query['hub.challenge'])
  if (mode !== 'subscribe') refuse('hub.mode must be "subscribe"')
  if (token === undefined)
    refuse('hub.verify_token is missing; it must be the token that this server is configured with')
  const known = verifyTokens.find((expected) => expected !== '' && isSameSecret(token, expected))
  if (known === undefined) {
    refuse('hub.verify_token is not one that this server is configured with (WHATSAPP_VERIFY_TOKEN, or of an account)')
  }
  if (challenge === undefined) refuse('hub.challenge is missing')
  onVerified(known)
  // It is the caller's text: a browser must not take it for a page.
  return reply.header('x-content-type-options', 'nosniff').type('text/plain; charset=utf-8').send(challenge)
}

function textOf(value: unknown): string | undefined {
  return typeof value === 'string' && value !== '' ? value : undefined
}

function refuse(what: string): never {
  const example = '?hub.mode=subscribe&hub.verify_token=<token>&hub.challenge=<anything>'
  throw new Refusal('forbidden', { detail: `${what}. A verification looks like ${example}` })
}
