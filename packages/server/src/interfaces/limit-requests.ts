import rateLimit, { type RateLimitOptions } from '@fastify/rate-limit'
import type { FastifyReply, FastifyRequest } from 'fastify'
import type { Principal } from '../access/principal.ts'
import { Refusal } from '../refusal.ts'
import type { App } from './app-type.ts'
import { isFromThisMachine } from './edge/from-this-machine.ts'

/** Requests a minute; null: as many as come. */
export interface RequestLimits {
  /** Of one credential, wherever it is used from; over MCP each call of a body counts. */
  readonly perCredential: number | null
  /** Of one address, of IPv6 of one /64; with or without a credential. */
  readonly perAddress: number | null
}

declare module 'fastify' {
  interface FastifyRequest {
    /** `kind:id`; null until the credential is known. */
    limitedCredential: string | null
    /**
     * Counts calls of a credential. Routes behind a permission have counted one before their handler runs.
     * @throws {Refusal} too-many-requests, with `retry-after`
     */
    countCalls(reply: FastifyReply, principal: Principal, calls: number): Promise<void>
  }
}

const windowSeconds = 60
/** Of addresses and of credentials; beyond it those go that were not seen for longest. */
const mostRemembered = 10_000

type Limiter = ReturnType<App['createRateLimit']>
type Verdict = Awaited<ReturnType<Limiter>>

/**
 * Limits by address before anything else is done with a request, and by credential as soon as that is known. What answers in front
 * of Fastify (front.ts) does not pass here: webhooks carry a signature, not a credential, and have limits of their own. Counted in
 * this process, for it is this process that is protected; with several behind a balancer each has its own count. Call before
 * the routes are guarded; `countCredentials` after.
 */
export async function limitAddresses(app: App, limits: RequestLimits): Promise<void> {
  await app.register(rateLimit, { global: false })
  const limiter = (max: number | null, more: RateLimitOptions = {}): Limiter | null => {
    const options: RateLimitOptions = {
      max: max ?? 0,
      timeWindow: windowSeconds * 1_000,
      cache: mostRemembered,
      ...more,
    }
    return max === null ? null : app.createRateLimit(options)
  }
  const ofAddress = limiter(limits.perAddress)
  const ofCredential = limiter(limits.perCredential, { keyGenerator: (request) => request.limitedCredential ?? '' })
  const firstRefusal = createOnce()

  app.decorateRequest('limitedCredential', null)
  app.decorateRequest('countCalls', async function (this: FastifyRequest, reply, principal, calls) {
    if (!ofCredential) return
    this.limitedCredential = `${principal.kind}:${principal.id}`
    for (let call = 1; call <= calls; call += 1) {
      const verdict = await ofCredential(this)
      const refusal = refusalOf('credential', verdict)
      if (refusal === null && call < calls) continue
      tell(reply, 'credential', verdict)
      if (refusal === null) return
      // One row of the audit says that it began; thousands of refused requests a second write none.
      this.isAudited = !firstRefusal(this.limitedCredential)
      throw refusal
    }
  })
  if (!ofAddress) return
  app.addHook('onRequest', (request, reply, done) => {
    // Programs on this machine are not strangers, and what comes through a proxy there is told by its headers.
    if (isExempt(request) || isFromThisMachine(request.raw)) return done()
    ofAddress(request).then((verdict) => {
      tell(reply, 'address', verdict)
      done(refusalOf('address', verdict) ?? undefined)
    }, done)
  })
}

/** Call after the routes are guarded: who asks is known then. */
export function countCredentials(app: App): void {
  app.addHook('onRequest', (request, reply, done) => {
    const { principal } = request
    if (!principal) return done()
    request.countCalls(reply, principal, 1).then(() => done(), done)
  })
}

/** Signed by the provider, which repeats what is refused; and what says whether this process lives. */
function isExempt({ url }: FastifyRequest): boolean {
  return url.startsWith('/webhooks/') || url.startsWith('/health/')
}

/** draft-ietf-httpapi-ratelimit-headers: a list, with a member for each limit that counted. */
function tell(reply: FastifyReply, name: string, verdict: Verdict): void {
  if (verdict.isAllowed) return
  const { max, remaining, ttlInSeconds } = verdict
  append(reply, 'ratelimit-policy', `"${name}";q=${max};w=${windowSeconds}`)
  append(reply, 'ratelimit', `"${name}";r=${remaining};t=${ttlInSeconds}`)
}

function append(reply: FastifyReply, header: string, member: string): void {
  const before = reply.getHeader(header)
  reply.header(header, before === undefined ? member : `${String(before)}, ${member}`)
}

function refusalOf(whose: 'address' | 'credential', verdict: Verdict): Refusal | null {
  if (verdict.isAllowed || !verdict.isExceeded) return null
  const seconds = Math.max(1, verdict.ttlInSeconds)
  return new Refusal('too-many-requests', {
    detail: `More than ${verdict.max} requests a minute came ${whose === 'address' ? 'from your address' : 'with your credential'}. Try again in ${seconds} s.`,
    headers: { 'retry-after': String(seconds) },
  })
}

/** Whether somebody is refused for the first time within a window. */
function createOnce(): (name: string) => boolean {
  const until = new Map<string, number>()
  return (name) => {
    const now = Date.now()
    if ((until.get(name) ?? 0) > now) return false
    if (until.size >= mostRemembered) until.clear()
    until.set(name, now + windowSeconds * 1_000)
    return true
  }
}
