import { z } from 'zod'
import { statusError } from '../error-catalogue.ts'
import { GraphError, type Json } from '../graph-error.ts'
import { isObject, pickFields } from '../json-fields.ts'
import { parseBody } from '../messages/parse-body.ts'
import { digitsOf, isUserId } from '../people/people.ts'
import type { BusinessNumber, World } from '../world.ts'

/** `GET /{phone-number-id}` */
export function numberNode(number: BusinessNumber, fields: string | undefined): Json {
  const level = number.messagesPerSecond > 80 ? 'HIGH' : 'STANDARD'
  const node = {
    id: number.id,
    display_phone_number: number.displayPhoneNumber,
    verified_name: number.verifiedName ?? 'Simulated shop',
    quality_rating: 'GREEN',
    code_verification_status: 'VERIFIED',
    name_status: 'APPROVED',
    status: number.status ?? 'CONNECTED',
    account_mode: 'SANDBOX',
    platform_type: 'CLOUD_API',
    throughput: { level },
    messaging_limit_tier: 'TIER_UNLIMITED',
    is_on_biz_app: number.coexistence === true,
    is_official_business_account: false,
  }
  const usual = 'display_phone_number,verified_name,quality_rating,code_verification_status,platform_type,throughput'
  return pickFields(node, fields ?? usual)
}

/** `GET /{phone-number-id}/whatsapp_business_profile`: the servers give the profile itself, not wrapped. */
export function profileAnswer(number: BusinessNumber, fields: string | undefined): Json {
  return { data: [pickFields(number.profile.current, fields, ['messaging_product'])] }
}

const Profile = z.object({
  messaging_product: z.literal('whatsapp'),
  about: z.string().min(1).max(139).optional(),
  address: z.string().max(256).optional(),
  description: z.string().max(512).optional(),
  email: z.string().max(128).optional(),
  websites: z.array(z.string().max(256)).max(2).optional(),
  vertical: z.string().optional(),
  profile_picture_handle: z.string().optional(),
})

/** `POST /{phone-number-id}/whatsapp_business_profile` */
export function changeProfile(number: BusinessNumber, body: unknown): Json {
  const { profile_picture_handle: _, ...change } = parseBody(Profile, body)
  number.profile.current = { ...number.profile.current, ...change }
  return { success: true }
}

const BlockChange = z.object({
  messaging_product: z.literal('whatsapp'),
  block_users: z
    .array(z.object({ user: z.string().optional(), user_id: z.string().optional() }))
    .min(1)
    .max(1_000),
})

/** `GET /{phone-number-id}/block_users` */
export function blockedPeople(world: World, number: BusinessNumber): Json[] {
  return world.people
    .all()
    .filter((customer) => customer.threads.get(number.id)?.blockedByBusiness)
    .map((customer) => ({
      messaging_product: 'whatsapp',
      ...(customer.waId !== undefined && { wa_id: customer.waId }),
      user_id: customer.userId,
    }))
}

/**
 * `POST|DELETE /{phone-number-id}/block_users`. Only who wrote within 24 hours can be blocked.
 * @throws {GraphError} 139100, beside what was done
 */
export function changeBlocked(world: World, number: BusinessNumber, body: unknown, block: boolean): Json {
  const done: Json[] = []
  const failed: Json[] = []
  for (const asked of parseBody(BlockChange, body).block_users) {
    const input = asked.user ?? asked.user_id ?? ''
    const known = digitsOf(input) !== undefined || isUserId(input) ? world.people.find(input) : undefined
    if (!known || (block && !known.windowOpen(number.id, world.clock.now()))) {
      const { message, code, error_data } = statusError(131047, 'The person has not written within 24 hours.')
      failed.push({
        input,
        ...(known?.waId !== undefined && { wa_id: known.waId }),
        errors: [{ message, code, error_data }],
      })
      continue
    }
    known.thread(number.id).blockedByBusiness = block
    world.changes.touch(known)
    done.push({ input, wa_id: known.waId, user_id: known.userId })
  }
  const answer = {
    messaging_product: 'whatsapp',
    block_users: {
      [block ? 'added_users' : 'removed_users']: done,
      ...(failed.length > 0 && { failed_users: failed }),
    },
  }
  if (failed.length === 0) return answer
  throw new GraphError({
    httpStatus: 400,
    code: 139100,
    message: '(#139100) Failed to block/unblock users',
    details: `${failed.length} of the people could not be ${block ? 'blocked' : 'unblocked'}; block_users says who.`,
    beside: answer,
  })
}

/** `GET /{waba-id}` */
export function businessAccountNode(id: string): Json {
  return { id, name: 'Simulated business', timezone_id: '1', currency: 'USD', account_review_status: 'APPROVED' }
}

export function textOf(query: unknown, name: string): string | undefined {
  const value = isObject(query) ? query[name] : undefined
  return typeof value === 'string' ? value : undefined
}
