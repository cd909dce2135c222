import type { FastifyReply, FastifyRequest } from 'fastify'
import type { Inbox } from '../../ingest/inbox/inbox.ts'
import { InboxFullError, InboxUnavailableError } from '../../ingest/inbox/inbox-errors.ts'
import { parseForm } from '../../ingest/parse-body.ts'
import { shardOf } from '../../ingest/shard-of.ts'
import { Refusal } from '../../refusal.ts'
import { callbackField, callbackParameter } from '../../transports/callback-field.ts'
import type { App } from '../app.ts'
import { isSignedByTwilio, withAndWithoutPort } from './check-twilio-signature.ts'
import type { WebhookObserver } from './cloud-api.ts'
import { createRawBodyReader } from './read-raw-body.ts'

export interface TwilioWebhookDependencies {
  readonly inbox: Pick<Inbox, 'commit'>
  /** The auth tokens of the configured accounts with this Twilio account SID that may tell of the number; any may have signed. */
  readonly authTokensOf: (accountSid: string, number: string) => Promise<readonly string[]> | readonly string[]
  /** What all forms of one account have in common, so that they are projected by one hand. */
  readonly accountKeyOf: (form: Readonly<Record<string, unknown>>) => string
  /** Where the world reaches this server, e.g. https://desk.example.com, without a path of ours. */
  readonly publicBaseUrl?: string | undefined
  readonly observe?: WebhookObserver
}

const path = '/webhooks/twilio'
/** A form of Twilio's has a few kilobytes. */
const maxBodyBytes = 256 * 1024
const maxBytesReceiving = 8 * 1024 * 1024
const maxCallbackLength = 512

/**
 * `POST /webhooks/twilio`: messages and receipts of Twilio. The form is kept as it came; the callback token of a receipt, which
 * is in the signed address, is appended to it. Twilio repeats nothing by itself: give its webhook addresses
 * `#rc=5&rp=all`, so that a 503 comes again.
 */
export async function registerTwilioWebhook(app: App, dependencies: TwilioWebhookDependencies): Promise<void> {
  const { inbox, authTokensOf, accountKeyOf, observe } = dependencies
  await app.register(async (scope) => {
    scope.removeAllContentTypeParsers()
    scope.addContentTypeParser('*', createRawBodyReader({ maxBytes: maxBodyBytes, maxBytesReceiving }))
    scope.addHook('onRequest', (request, _reply, done) => {
      // Before the body is read: whoever does not even try to sign costs nothing.
      done(request.headers['x-twilio-signature'] ? undefined : missingSignature())
    })
    if (observe?.refused) {
      scope.addHook('onError', async (_request, _reply, error) => {
        if (error instanceof Refusal) observe.refused?.(error.code)
      })
    }
    scope.post(path, { schema }, async (request, reply) => {
      // Without a body Fastify reads none; the parser above gives nothing but buffers.
      const body = (request.body ?? Buffer.alloc(0)) as Buffer
      const form = new URLSearchParams(body.toString('utf8'))
      const tokens = await authTokensOf(form.get('AccountSid') ?? '', accountKeyOf(parseForm(body)))
      if (!isSignedByTwilio(tokens, addressesOf(request), form, signatureOf(request))) throw wrongSignature()
      const kept = withCallback(body, request)
      const accountKey = accountKeyOf(parseForm(kept))
      const started = performance.now()
      try {
        const outcome = await inbox.commit(kept, 'twilio', shardOf(accountKey))
        observe?.kept?.(outcome, kept.length, performance.now() - started)
        observe?.sawAccount?.(accountKey)
      } catch (error) {
        throw refusalOf(error)
      }
      return answer(reply)
    })
  })

  /** What Twilio may have called: the public address, or what the request itself says, which the signature then confirms. */
  function addressesOf(request: FastifyRequest): string[] {
    const { headers } = request
    const forwarded = [headers['x-forwarded-host']].flat()[0]
    const hosts = new Set([headers.host, forwarded].filter((host) => host !== undefined))
    const bases = [...hosts].flatMap((host) => [`https://${host}`, `http://${host}`])
    // Asked for each: a tunnel comes and goes.
    const { publicBaseUrl } = dependencies
    if (publicBaseUrl !== undefined) bases.unshift(publicBaseUrl.replace(/\/+$/, ''))
    return [...new Set(bases.flatMap((base) => withAndWithoutPort(base + request.raw.url)))]
  }
}

/** Empty TwiML: nothing is answered from here. */
function answer(reply: FastifyReply): FastifyReply {
  return reply.type('text/xml; charset=utf-8').send('<Response/>')
}

function withCallback(body: Buffer, request: FastifyRequest): Buffer {
  // Fastify's query parser gives an object of strings, and arrays where a name comes twice.
  const token = (request.query as Readonly<Record<string, unknown>>)[callbackParameter]
  if (typeof token !== 'string' || token === '' || token.length > maxCallbackLength) return body
  const separator = body.length === 0 ? '' : '&'
  return Buffer.concat([body, Buffer.from(`${separator}${new URLSearchParams({ [callbackField]: token })}`)])
}

function signatureOf(request: FastifyRequest): string {
  const signature = request.headers['x-twilio-signature']
  return typeof signature === 'string' ? signature : ''
}

function missingSignature(): Refusal {
  return new Refusal('invalid-signature', { detail: 'X-Twilio-Signature is missing' })
}

function wrongSignature(): Refusal {
  return new Refusal('invalid-signature', {
    detail:
      'X-Twilio-Signature is not that of this form at this address with the auth token of an account here. Behind a proxy, set PUBLIC_BASE_URL to the address that Twilio calls.',
  })
}

/** Not kept, for a reason that passes: the sender is asked to come again. */
function refusalOf(error: unknown): unknown {
  if (!(error instanceof InboxFullError || error instanceof InboxUnavailableError)) return error
  return new Refusal(error instanceof InboxFullError ? 'too-many-requests' : 'unavailable', {
    detail: 'the form was not acknowledged; send it again',
    headers: { 'retry-after': String(error.retryAfterSeconds) },
    cause: error,
  })
}

const schema = {
  summary: 'Twilio tells what happened',
  description:
    'A form, signed in `X-Twilio-Signature`. 200 means that it is stored; anything else asks to send it again.',
  tags: ['webhooks'],
}
