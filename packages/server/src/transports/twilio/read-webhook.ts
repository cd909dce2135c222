import { cleanJson } from '../cloud-api/webhook/clean-json.ts'
import { isObject, type JsonObject, wordAt } from '../cloud-api/webhook/json-fields.ts'
import type { InboundItem } from '../inbound-item.ts'
import type { WebhookReader } from '../webhook-reader.ts'
import { readMessage } from './webhook/message.ts'
import { accountAt } from './webhook/parties.ts'
import { readStatus } from './webhook/status.ts'

/**
 * Twilio's webhooks, one message or one receipt in each: forms whose names don't say which of the two they are, but only a
 * receipt has a MessageStatus. https://www.twilio.com/docs/messaging/guides/webhook-request and …/track-outbound-message-status
 */
export const twilioReader: WebhookReader = {
  transport: 'twilio',
  bodyFormat: 'form',
  readWebhook(body, receivedAt) {
    const clean = cleanJson(body)
    const form = isObject(clean) ? clean : {}
    const sid = wordAt(form, 'MessageSid') ?? wordAt(form, 'SmsSid')
    if (sid === undefined) return { items: [unread(form, clean, receivedAt)] }
    if (wordAt(form, 'MessageStatus') !== undefined) return { items: [readStatus(form, sid, receivedAt)] }
    return { items: readMessage(form, sid, receivedAt) }
  },
}

function unread(form: JsonObject, value: unknown, receivedAt: number): InboundItem {
  return {
    kind: 'fact',
    account: accountAt(form, 'To'),
    at: receivedAt,
    atGuessed: true,
    field: 'unreadable',
    known: false,
    reason: 'the form has no MessageSid',
    value,
    raw: value,
  }
}
