import { callbackDataOf } from '../store/sends/adopt-wamids.ts'
import type { ResolvedContent, Transport, TransportAccount } from '../transports/transport.ts'
import { TransportError } from '../transports/transport-error.ts'
import type { SendError } from './fail-sends.ts'
import type { LeasedSend } from './lease.ts'
import { nextStep } from './retry.ts'
import type { Outcome } from './settle.ts'

export interface SendOne {
  readonly send: LeasedSend
  readonly transport: Transport
  readonly account: Promise<TransportAccount>
  /** Waiting for the answer ends. */
  readonly giveUp: AbortSignal
  /** The database's clock. */
  readonly now: () => number
  readonly log: { error(fields: object, message: string): void } | undefined
}

/** One request to the provider and what it means. Never rejects: whatever is thrown is an outcome. */
export async function sendOne(options: SendOne): Promise<Outcome> {
  const { send, transport, now, giveUp } = options
  let account: TransportAccount
  try {
    account = await options.account
  } catch (cause) {
    // Before anything left: e.g. a secret that can't be read.
    if (cause instanceof TransportError) return outcomeOf(cause, send, now())
    const sentence = 'The credentials of the account could not be read.'
    return outcomeOf(new TransportError({ outcome: 'not-sent', retryable: true, sentence, cause }), send, now())
  }
  try {
    const message = {
      to: send.recipient,
      content: contentOf(send),
      ...(send.quotedWamid === null ? {} : { quotedWamid: send.quotedWamid }),
      callbackData: callbackDataOf(send.id),
    }
    const accepted = await inTime(transport.send(account, message, giveUp), giveUp)
    return { kind: 'accepted', send, accepted, at: now() }
  } catch (error) {
    if (error instanceof TransportError) return outcomeOf(error, send, now())
    const late = giveUp.aborted
    if (!late) options.log?.error({ err: error, sendId: send.id }, 'a transport failed unexpectedly')
    const sentence = late ? 'The provider did not answer in time.' : 'The transport failed unexpectedly.'
    return outcomeOf(new TransportError({ outcome: 'unknown', retryable: false, sentence, cause: error }), send, now())
  }
}

/** A transport that overlooks its signal does not hold up the outbox. */
function inTime<Value>(work: Promise<Value>, giveUp: AbortSignal): Promise<Value> {
  work.catch(() => {})
  return new Promise((resolve, reject) => {
    const leave = () => reject(giveUp.reason)
    giveUp.addEventListener('abort', leave, { once: true })
    work.then(resolve, reject).finally(() => giveUp.removeEventListener('abort', leave))
  })
}

function contentOf({ content, resolved }: LeasedSend): ResolvedContent {
  return resolved === null ? content : { ...content, resolved }
}

function outcomeOf(error: TransportError, send: LeasedSend, at: number): Outcome {
  const step = nextStep(error, { attempts: send.attempts - send.limited, ageMilliseconds: at - send.firstDueAt })
  const said = describe(error, step.kind === 'fail' && step.gaveUp)
  if (step.kind === 'unknown') return { kind: 'unknown', send, error: said, at }
  if (step.kind === 'fail') return { kind: 'failed', send, error: said, at }
  const { limits, retryAfterMilliseconds = 0 } = error
  return {
    kind: 'again',
    send,
    at,
    dueAt: at + step.afterMilliseconds,
    begun: true,
    error: said,
    limits,
    retryAfterMilliseconds,
  }
}

function describe(error: TransportError, gaveUp: boolean): SendError {
  return {
    code: gaveUp ? 'gave-up' : 'provider',
    ...(error.providerCode === undefined ? {} : { providerCode: error.providerCode }),
    sentence: error.sentence,
    ...(error.remedy === undefined ? {} : { remedy: error.remedy }),
  }
}
