import type { WebhookAttempt } from '@switchboard/contract'
import { Webhook } from 'standardwebhooks'
import type { GuardedAnswer, GuardedClient } from '../http/guarded-fetch.ts'
import { explainFailure, explainStatus } from './explain-failure.ts'

export interface Post {
  readonly url: string
  /** The same for every attempt of one event. */
  readonly webhookId: string
  readonly body: string
  /** The present one first. */
  readonly secrets: readonly string[]
  readonly signal?: AbortSignal | undefined
}

export interface Posted {
  readonly attempt: WebhookAttempt
  readonly delivered: boolean
  /** Of an answer that was no success. */
  readonly excerpt: string | null
  /** It asked to be left alone for so long. */
  readonly retryAfterMilliseconds: number | null
}

/** From the look-up of the name to the status. */
export const attemptMilliseconds = 15_000
/** An answer's body decides nothing: its beginning is read for the log, and so that the connection can be used again. */
const bodyMilliseconds = 2_000
const bodyBytes = 16 * 1_024
const excerptCharacters = 500
const longestPauseMilliseconds = 24 * 60 * 60 * 1_000

/** One attempt, signed as https://www.standardwebhooks.com has it. Throws only what `signal` was aborted with. */
export async function postWebhook(
  client: GuardedClient,
  { url, webhookId, body, secrets, signal }: Post,
): Promise<Posted> {
  const at = new Date()
  const started = performance.now()
  const logged = (outcome: Pick<WebhookAttempt, 'status' | 'code' | 'sentence'>): WebhookAttempt => ({
    at: at.toISOString(),
    milliseconds: Math.round(performance.now() - started),
    ...outcome,
  })
  try {
    const answer = await client.fetch({
      url,
      method: 'POST',
      body,
      headers: {
        'content-type': 'application/json',
        'user-agent': 'Switchboard-Webhooks/1',
        'webhook-id': webhookId,
        'webhook-timestamp': String(Math.floor(at.getTime() / 1_000)),
        'webhook-signature': secrets.map((secret) => new Webhook(secret).sign(webhookId, at, body)).join(' '),
      },
      timeoutMilliseconds: attemptMilliseconds,
      signal,
    })
    const { status } = answer
    const delivered = status >= 200 && status < 300
    const attempt = logged({ status, ...(delivered ? { code: null, sentence: null } : explainStatus(status)) })
    const beginning = await readBeginning(answer)
    return {
      attempt,
      delivered,
      excerpt: delivered ? null : beginning,
      retryAfterMilliseconds: readRetryAfter(answer.headers['retry-after'], at.getTime()),
    }
  } catch (error) {
    if (signal?.aborted) throw error
    const attempt = logged({ status: null, ...explainFailure(error) })
    return { attempt, delivered: false, excerpt: null, retryAfterMilliseconds: null }
  }
}

/** What can be had of it soon; never fails, because the status has been said. */
async function readBeginning({ body }: GuardedAnswer): Promise<string> {
  const chunks: Buffer[] = []
  let length = 0
  const late = setTimeout(() => body.destroy(), bodyMilliseconds)
  try {
    for await (const chunk of body as AsyncIterable<Buffer>) {
      chunks.push(chunk)
      length += chunk.length
      if (length >= bodyBytes) break
    }
  } catch {
    // cut off: what came is what there is
  } finally {
    clearTimeout(late)
    body.destroy()
  }
  const text = Buffer.concat(chunks)
    .subarray(0, excerptCharacters * 4)
    .toString('utf8')
  return text.replaceAll('\0', '\uFFFD').slice(0, excerptCharacters).toWellFormed()
}

/** Seconds or a date (RFC 9110, 10.2.3), at most a day. */
export function readRetryAfter(text: string | undefined, now: number): number | null {
  if (text === undefined) return null
  const milliseconds = /^\d{1,9}$/.test(text.trim()) ? Number(text) * 1_000 : Date.parse(text) - now
  return milliseconds > 0 ? Math.min(milliseconds, longestPauseMilliseconds) : null
}
