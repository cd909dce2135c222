import type { FastifyRequest } from 'fastify'
import type { Inbox } from '../../ingest/inbox/inbox.ts'
import { InboxFullError, InboxUnavailableError } from '../../ingest/inbox/inbox-errors.ts'
import { type JsonObject, parseBody } from '../../ingest/parse-body.ts'
import { createShardOf } from '../../ingest/shard-of.ts'
import { Refusal } from '../../refusal.ts'
import type { App } from '../app.ts'
import { answerProblem } from '../problem.ts'
import { answerChallenge } from './answer-challenge.ts'
import { isSignedByOneOf, readSignature } from './check-signature.ts'
import { createRawBodyReader } from './read-raw-body.ts'

export interface CloudApiWebhookDependencies {
  readonly inbox: Pick<Inbox, 'commit'>
  /** Asked for each verification and each body, because accounts may be added meanwhile. */
  readonly verifyTokens: () => readonly string[]
  /** Any of them may have signed; empty ones count as none, because anyone can sign with them. */
  readonly appSecrets: () => readonly string[]
  /** `false` takes unsigned bodies, from this machine only. */
  readonly verifySignature?: boolean
  /** What all events of one WhatsApp account have in common, so that they are projected by one hand. */
  readonly accountKeyOf: (body: JsonObject) => string
  readonly observe?: WebhookObserver
  readonly maxBodyBytes?: number
  readonly maxBytesReceiving?: number
}

export interface WebhookObserver {
  /** A body was acknowledged after `milliseconds` in the inbox. */
  kept?(outcome: 'stored' | 'duplicate', bytes: number, milliseconds: number): void
  refused?(code: Refusal['code']): void
}

const path = '/webhooks/whatsapp'
const rawType = 'application/octet-stream'
/** Meta's limit. https://developers.facebook.com/docs/whatsapp/cloud-api/guides/set-up-webhooks */
const maxBodyBytes = 3 * 1024 * 1024
const maxBytesReceiving = 32 * 1024 * 1024

/**
 * `GET|POST /webhooks/whatsapp`: Meta's way in. 200 means that the body is on disk. Whatever is signed and is a JSON object is
 * kept, known or not; Meta repeats everything that is not answered 200, for days.
 */
export async function registerCloudApiWebhook(app: App, dependencies: CloudApiWebhookDependencies): Promise<void> {
  const { inbox, verifySignature = true, accountKeyOf, observe } = dependencies
  const shardOf = createShardOf()

  await app.register(async (scope) => {
    scope.removeAllContentTypeParsers()
    // A logger for each request costs as much as checking its signature; only one that fails gets its own.
    scope.setChildLoggerFactory((log) => log)
    scope.setErrorHandler((error, request, reply) => {
      request.log = request.log.child({ reqId: request.id })
      return answerProblem(error, request, reply)
    })
    const limits = {
      maxBytes: dependencies.maxBodyBytes ?? maxBodyBytes,
      maxBytesReceiving: dependencies.maxBytesReceiving ?? maxBytesReceiving,
    }
    scope.addContentTypeParser(rawType, createRawBodyReader(limits))
    scope.addHook('onRequest', (request, _reply, done) => {
      // The bytes are signed, not their type, which senders get wrong. One that Fastify knows also spares it a search.
      request.headers['content-type'] = rawType
      // Before the body is read: whoever does not even try to sign costs nothing.
      const unsigned = verifySignature && request.method === 'POST' && !request.headers[signatureHeader]
      done(unsigned ? missingSignature() : undefined)
    })
    if (observe?.refused) {
      scope.addHook('onError', async (_request, _reply, error) => {
        if (error instanceof Refusal) observe.refused?.(error.code)
      })
    }
    scope.get(path, { config: { public: true }, schema: challengeSchema }, (request, reply) =>
      answerChallenge(request, reply, dependencies.verifyTokens()),
    )
    scope.post(path, { config: { public: true }, schema: eventSchema }, (request, reply) => {
      // The parser above gives nothing but buffers.
      const body = request.body as Buffer
      checkSender(request, body)
      const shard = shardOf(accountKeyOf(readObject(request, body)))
      const started = performance.now()
      // Not an async handler: Fastify would wrap the promise, and this is once for each of thousands a second.
      inbox.commit(body, 'cloud-api', shard).then(
        (outcome) => {
          observe?.kept?.(outcome, body.length, performance.now() - started)
          reply.send('')
        },
        (error: unknown) => reply.send(refusalOf(error)),
      )
    })
  })

  function checkSender(request: FastifyRequest, body: Buffer): void {
    if (verifySignature) {
      const secrets = dependencies.appSecrets()
      if (isSignedByOneOf(secrets, body, signatureOf(request))) return
      const none = secrets.every((secret) => secret === '')
      const detail = none ? 'no app secret is configured: set WHATSAPP_APP_SECRET' : wrongSignature
      throw new Refusal('invalid-signature', { detail })
    }
    if (isLoopback(request.socket.remoteAddress)) return
    throw new Refusal('invalid-signature', { detail: 'unsigned bodies are taken from this machine only' })
  }
}

const wrongSignature = 'X-Hub-Signature-256 is not the HMAC-SHA256 of this body with the configured app secret'

const signatureHeader = 'x-hub-signature-256'

function signatureOf(request: FastifyRequest): Buffer {
  const signature = readSignature(request.headers[signatureHeader])
  if (signature) return signature
  throw missingSignature()
}

function missingSignature(): Refusal {
  return new Refusal('invalid-signature', { detail: 'X-Hub-Signature-256: sha256=<64 hex digits> is missing' })
}

function readObject(request: FastifyRequest, body: Buffer): JsonObject {
  const encoding = request.headers['content-encoding'] ?? 'identity'
  if (encoding.toLowerCase() !== 'identity') {
    throw new Refusal('unsupported-media-type', { detail: 'compressed bodies are not taken; send it without' })
  }
  const object = parseBody(body)
  if (object) return object
  throw new Refusal('invalid-request', { detail: 'the body must be a JSON object' })
}

/** Not kept, for a reason that passes: the sender is asked to come again. */
function refusalOf(error: unknown): unknown {
  if (!(error instanceof InboxFullError || error instanceof InboxUnavailableError)) return error
  return new Refusal(error instanceof InboxFullError ? 'too-many-requests' : 'unavailable', {
    detail: 'the body was not acknowledged; send it again',
    headers: { 'retry-after': String(error.retryAfterSeconds) },
    cause: error,
  })
}

function isLoopback(address: string | undefined): boolean {
  return address !== undefined && /^(::1|(::ffff:)?127\.\d+\.\d+\.\d+)$/.test(address)
}

const challengeSchema = { summary: 'Meta asks whether this is the right server', tags: ['webhooks'] }
const eventSchema = {
  summary: 'Meta tells what happened',
  description:
    'The body is signed in `X-Hub-Signature-256`. 200 means that it is stored; anything else asks to send it again.',
  tags: ['webhooks'],
}
