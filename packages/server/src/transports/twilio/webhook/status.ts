import { callbackField } from '../../callback-field.ts'
import { boundedId, cut, type JsonObject, textAt, wordAt } from '../../cloud-api/webhook/json-fields.ts'
import { explained } from '../../explained.ts'
import type { InboundItem, ProviderError, StatusName } from '../../inbound-item.ts'
import { explainTwilioError } from '../send/explain-error.ts'
import { accountAt, partyAt } from './parties.ts'

const statuses: ReadonlyMap<string, StatusName> = new Map<string, StatusName>([
  ['sent', 'sent'],
  ['delivered', 'delivered'],
  ['read', 'read'],
  ['failed', 'failed'],
  ['undelivered', 'failed'],
])

/** accepted, queued and sending are before anything that we show: they are kept and move nothing. */
export function readStatus(form: JsonObject, sid: string, receivedAt: number): InboundItem {
  const statusName = cut(wordAt(form, 'MessageStatus') ?? '', 100)
  return {
    kind: 'status',
    account: accountAt(form, 'From'),
    at: receivedAt,
    atGuessed: true,
    wamid: boundedId(sid),
    status: statuses.get(statusName.toLowerCase()) ?? 'unknown',
    statusName,
    party: partyAt(form, 'To', 'RecipientWaId'),
    errors: explained(errorsOf(form), explainTwilioError),
    callbackData: wordAt(form, callbackField),
    raw: form,
  }
}

function errorsOf(form: JsonObject): ProviderError[] {
  const text = textAt(form, 'ErrorCode')?.trim()
  if (text === undefined || text === '' || text === '0') return []
  const code = /^\d{1,9}$/.test(text) ? Number(text) : text
  const title = wordAt(form, 'ErrorMessage') ?? wordAt(form, 'ChannelStatusMessage')
  return [{ code, title: title ?? explainTwilioError(code)?.sentence }]
}
