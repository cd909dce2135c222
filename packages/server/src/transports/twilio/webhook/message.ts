import { boundedId, flagAt, type JsonObject, numberAt, wordAt } from '../../cloud-api/webhook/json-fields.ts'
import type { InboundItem, MessageContext, MessageItem } from '../../inbound-item.ts'
import { readTwilioContent, readTwilioMedia } from './content.ts'
import { accountAt, partyAt } from './parties.ts'
import { withoutChannel } from './twilio-address.ts'

/** More files than WhatsApp ever has in a message are not looked for. */
const mostFiles = 10

/** Twilio gives no time of sending; that of receipt stands for it. */
export function readMessage(form: JsonObject, sid: string, receivedAt: number): InboundItem[] {
  const first: MessageItem = {
    kind: 'message',
    account: accountAt(form, 'To'),
    at: receivedAt,
    atGuessed: true,
    wamid: boundedId(sid),
    direction: 'inbound',
    source: 'live',
    party: partyAt(form, 'From', 'WaId'),
    content: readTwilioContent(form),
    context: contextOf(form),
    raw: form,
  }
  const files = Math.min(numberAt(form, 'NumMedia') ?? 0, mostFiles)
  const more = Array.from({ length: Math.max(0, files - 1) }, (_, index) => ({
    ...first,
    wamid: boundedId(`${sid}:${index + 1}`),
    content: readTwilioMedia(form, index + 1),
  }))
  return [first, ...more]
}

const referralKeys = [
  ...['ReferralBody', 'ReferralHeadline', 'ReferralSourceId', 'ReferralSourceType', 'ReferralSourceUrl'],
  ...['ReferralMediaId', 'ReferralMediaContentType', 'ReferralMediaUrl', 'ReferralNumMedia', 'ReferralCtwaClid'],
]

function contextOf(form: JsonObject): MessageContext | undefined {
  const quotedWamid = wordAt(form, 'OriginalRepliedMessageSid')
  const referral = Object.fromEntries(referralKeys.flatMap((key) => (wordAt(form, key) ? [[key, form[key]]] : [])))
  const forwarded = flagAt(form, 'Forwarded') || undefined
  const frequentlyForwarded = flagAt(form, 'FrequentlyForwarded') || undefined
  const hasReferral = Object.keys(referral).length > 0
  if (quotedWamid === undefined && !hasReferral && !forwarded && !frequentlyForwarded) return undefined
  return {
    quotedWamid,
    quotedFrom: withoutChannel(form.OriginalRepliedMessageSender)?.replace(/^\+/, ''),
    forwarded,
    frequentlyForwarded,
    ...(hasReferral && { referral }),
  }
}
