import type { BusinessProfile, NumberProfile } from '../../number-profile.ts'
import type { TransportAccount } from '../../transport.ts'
import { flagAt, isObject, listAt, objectAt, wordAt } from '../webhook/json-fields.ts'
import type { Graph } from './graph.ts'

const numberFields = [
  ...['id', 'display_phone_number', 'verified_name', 'quality_rating', 'throughput', 'status'],
  ...['messaging_limit_tier', 'is_on_biz_app', 'platform_type'],
].join(',')

/** `GET /{phone-number-id}`. */
export async function readNumber(graph: Graph, account: TransportAccount): Promise<NumberProfile> {
  const answer = await graph.ask(account, { path: [account.externalId], query: { fields: numberFields } })
  const throughput = objectAt(answer, 'throughput')
  return {
    externalId: wordAt(answer, 'id') ?? account.externalId,
    displayPhoneNumber: wordAt(answer, 'display_phone_number'),
    verifiedName: wordAt(answer, 'verified_name'),
    qualityRating: wordAt(answer, 'quality_rating'),
    throughputLevel: throughput && wordAt(throughput, 'level'),
    messagingLimitTier: wordAt(answer, 'messaging_limit_tier'),
    status: wordAt(answer, 'status'),
    coexistence: flagAt(answer, 'is_on_biz_app'),
  }
}

const profileFields = 'about,address,description,email,profile_picture_url,websites,vertical'

/** `GET /{phone-number-id}/whatsapp_business_profile`. */
export async function readBusinessProfile(graph: Graph, account: TransportAccount): Promise<BusinessProfile> {
  const path = [account.externalId, 'whatsapp_business_profile']
  const answer = await graph.ask(account, { path, query: { fields: profileFields } })
  const [first] = listAt(answer, 'data')
  const element = isObject(first) ? first : {}
  // Meta's description wraps the profile once more than its servers do.
  const profile = objectAt(element, 'business_profile') ?? element
  return {
    about: wordAt(profile, 'about'),
    address: wordAt(profile, 'address'),
    description: wordAt(profile, 'description'),
    email: wordAt(profile, 'email'),
    pictureUrl: wordAt(profile, 'profile_picture_url'),
    websites: listAt(profile, 'websites').filter((website) => typeof website === 'string'),
    vertical: wordAt(profile, 'vertical'),
  }
}
