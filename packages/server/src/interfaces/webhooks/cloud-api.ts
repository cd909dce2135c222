import type { IncomingHttpHeaders } from 'node:http'
import type { Inbox } from '../../ingest/inbox/inbox.ts'
import { InboxFullError, InboxUnavailableError } from '../../ingest/inbox/inbox-errors.ts'
import { type JsonObject, parseBody } from '../../ingest/parse-body.ts'
import { createShardOf } from '../../ingest/shard-of.ts'
import { Refusal } from '../../refusal.ts'
import type { App } from '../app.ts'
import { isFromThisMachine } from '../edge/from-this-machine.ts'
import { answerRefusal, type Exchange, type FrontRequest } from '../front/exchange.ts'
import { answerChallenge } from './answer-challenge.ts'
import { signatureOf, signerOf } from './check-signature.ts'
import { createRawBodyReader } from './read-raw-body.ts'

export interface CloudApiWebhookDependencies {
  readonly inbox: Pick<Inbox, 'take'>
  /** Asked for each verification and each body, because accounts may be added meanwhile. */
  readonly verifyTokens: () => readonly string[]
  /** Any of them may have signed; empty ones count as none, because anyone can sign with them. */
  readonly appSecrets: () => readonly string[]
  /** Whether who has this app secret may tell of everything that the body is about. Default: yes. */
  readonly mayTell?: (appSecret: string, body: JsonObject) => boolean
  /** `false` takes unsigned bodies, from this machine only. */
  readonly verifySignature?: boolean
  /** What is wrong with who sends, before anything is read; null: nothing. Undefined: anybody may try. */
  readonly senderFault?: ((request: FrontRequest) => string | null) | undefined
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
  /** A body was kept that names this account, or nobody's (''). */
  sawAccount?(key: string): void
  /** The provider asked with this verify token and was answered. */
  verified?(token: string): void
}

const path = '/webhooks/whatsapp'
/** Meta's limit. https://developers.facebook.com/docs/whatsapp/cloud-api/guides/set-up-webhooks */
const maxBodyBytes = 3 * 1024 * 1024
const maxBytesReceiving = 32 * 1024 * 1024

/**
 * `GET|POST /webhooks/whatsapp`: Meta's way in. 200 means that the body is on disk. Whatever is signed and is a JSON object is
 * kept, known or not; Meta repeats everything that is not answered 200, for days.
 */
export async function registerCloudApiWebhook(app: App, dependencies: CloudApiWebhookDependencies): Promise<void> {
  const { observe, verifyTokens } = dependencies
  app.answerFirst({ method: 'POST', url: path, schema: eventSchema, answer: createBodyTaker(dependencies) })
  await app.register(async (scope) => {
    if (observe?.refused) {
      scope.addHook('onError', async (_request, _reply, error) => {
        if (error instanceof Refusal) observe.refused?.(error.code)
      })
    }
    scope.get(path, { schema: challengeSchema }, (request, reply) =>
      answerChallenge(request, reply, verifyTokens(), observe?.verified),
    )
  })
}

/** Takes one signed body: reads, checks, commits, answers. */
function createBodyTaker(dependencies: CloudApiWebhookDependencies): (exchange: Exchange) => void {
  const { inbox, verifySignature = true, appSecrets, mayTell = () => true, accountKeyOf, observe } = dependencies
  const { senderFault } = dependencies
  const shardOf = createShardOf()
  const readRawBody = createRawBodyReader({
    maxBytes: dependencies.maxBodyBytes ?? maxBodyBytes,
    maxBytesReceiving: dependencies.maxBytesReceiving ?? maxBytesReceiving,
  })

  function refuse(exchange: Exchange, error: unknown): void {
    const refusal = refusalOf(error)
    if (refusal instanceof Refusal) observe?.refused?.(refusal.code)
    answerRefusal(exchange, refusal)
  }

  function accountKeyOfChecked({ request }: Exchange, body: Buffer): string {
    const signer = verifySignature ? checkSignature(appSecrets(), body, request.headers) : undefined
    if (signer === undefined && !isFromThisMachine(request)) {
      throw new Refusal('invalid-signature', { detail: 'unsigned bodies are taken from this machine only' })
    }
    const object = readObject(request.headers, body)
    if (signer !== undefined && !mayTell(signer, object)) {
      const detail = "the app secret that signed this body is another account's than that of the numbers in it"
      throw new Refusal('invalid-signature', { detail })
    }
    return accountKeyOf(object)
  }

  return function takeBody(exchange: Exchange): void {
    const { request } = exchange
    const fault = senderFault?.(request) ?? null
    if (fault !== null) {
      refuse(exchange, new Refusal('invalid-signature', { detail: fault }))
      return
    }
    // Before the body is read: whoever does not even try to sign costs nothing.
    if (verifySignature && !request.headers[signatureHeader]) {
      refuse(exchange, new Refusal('invalid-signature', { detail: `${signatureForm} is missing` }))
      return
    }
    readRawBody(request, exchange.body, (failure, body) => {
      if (failure || !body) {
        refuse(exchange, failure)
        return
      }
      let accountKey: string
      try {
        accountKey = accountKeyOfChecked(exchange, body)
      } catch (error) {
        refuse(exchange, error)
        return
      }
      const started = performance.now()
      inbox.take(body, 'cloud-api', shardOf(accountKey), (error, outcome) => {
        if (outcome === undefined) {
          refuse(exchange, error)
          return
        }
        observe?.kept?.(outcome, body.length, performance.now() - started)
        observe?.sawAccount?.(accountKey)
        exchange.answerEmpty()
      })
    })
  }
}

const signatureHeader = 'x-hub-signature-256'
const signatureForm = 'X-Hub-Signature-256: sha256=<64 hex digits>'

/** @returns the secret. @throws Refusal that says which of the four ways to be wrong it is. */
function checkSignature(secrets: readonly string[], body: Buffer, headers: IncomingHttpHeaders): string {
  const signature = signatureOf(headers[signatureHeader])
  if (signature === undefined) {
    throw new Refusal('invalid-signature', {
      detail: 'X-Hub-Signature-256 is malformed: it must be "sha256=" and 64 hexadecimal digits, once',
    })
  }
  const signer = signerOf(secrets, body, signature)
  if (signer !== undefined) return signer
  const none = secrets.every((secret) => secret === '')
  const detail = none
    ? 'no app secret is configured: set WHATSAPP_APP_SECRET'
    : 'X-Hub-Signature-256 is not the HMAC-SHA256 of this body with the configured app secret'
  throw new Refusal('invalid-signature', { detail })
}

function readObject(headers: IncomingHttpHeaders, body: Buffer): JsonObject {
  const encoding = headers['content-encoding'] ?? 'identity'
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

const challengeSchema = { summary: 'Meta asks whether this is the right server', tags: ['webhooks'] }
const eventSchema = {
  summary: 'Meta tells what happened',
  description:
    'The body is signed in `X-Hub-Signature-256`. 200 means that it is stored; anything else asks to send it again.',
  tags: ['webhooks'],
}
