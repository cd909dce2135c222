import { randomInt } from 'node:crypto'
import { request } from 'undici'
import { z } from 'zod'
import { type Json, parameterError } from '../graph-error.ts'
import { parseBody } from '../messages/parse-body.ts'
import type { World } from '../world.ts'

const app = { id: '5550100000000001', name: 'Simulated app', link: 'https://example.com/' } as const

/** `GET /{waba-id}/subscribed_apps` */
export function subscribedApps(world: World, businessAccountId: string): Json {
  const override = world.overrides.get(businessAccountId)
  return {
    data: [{ whatsapp_business_api_data: app, ...(override !== undefined && { override_callback_uri: override }) }],
  }
}

const Subscription = z
  .object({ override_callback_uri: z.url().optional(), verify_token: z.string().min(1).optional() })
  .optional()

/**
 * `POST /{waba-id}/subscribed_apps`. Another address is asked first whether it knows the verify token, as Meta does, and gets the
 * webhooks from then on. All numbers of the simulator have one way out, so the last one wins.
 * @throws {GraphError} 100 where the address does not give the challenge back
 */
export async function subscribe(world: World, businessAccountId: string, body: unknown): Promise<Json> {
  const { override_callback_uri: target, verify_token: token } = parseBody(Subscription, body ?? undefined) ?? {}
  if (target === undefined) return { success: true }
  if (token === undefined) throw parameterError('verify_token is required with override_callback_uri.')
  if (!(await isVerified(target, token)))
    throw parameterError('Callback verification failed.', `The address ${target} did not give the challenge back.`)
  world.overrides.set(businessAccountId, target)
  world.webhooks.setUrl(target)
  return { success: true }
}

async function isVerified(target: string, token: string): Promise<boolean> {
  const challenge = String(randomInt(1_000_000_000))
  const url = new URL(target)
  url.searchParams.set('hub.mode', 'subscribe')
  url.searchParams.set('hub.challenge', challenge)
  url.searchParams.set('hub.verify_token', token)
  try {
    const { statusCode, body } = await request(url, { headersTimeout: 10_000, bodyTimeout: 10_000 })
    return statusCode === 200 && (await body.text()) === challenge
  } catch {
    // Nobody is there: as unverified as a wrong answer.
    return false
  }
}
