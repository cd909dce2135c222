import { wordAt } from '../../cloud-api/webhook/json-fields.ts'
import { type Exchange, ExchangeError, readJsonObject, readText } from '../../exchange.ts'
import { noAnswer, unclearAnswer } from '../../no-answer.ts'
import type { Accepted, OutboundMessage, TransportAccount } from '../../transport.ts'
import { messageForm } from './message-form.ts'
import { credentialsOf, twilioBase } from './twilio-account.ts'
import { twilioRefusal } from './twilio-refusal.ts'

export interface TwilioDefaults {
  readonly baseUrl: string
  readonly statusCallback?: string | undefined
}

/** `POST …/Messages.json`. Twilio has no idempotency key for it, so this is called once for a message. */
export async function sendMessage(
  exchange: Exchange,
  defaults: TwilioDefaults,
  account: TransportAccount,
  message: OutboundMessage,
  signal?: AbortSignal,
): Promise<Accepted> {
  const { accountSid, authorization } = credentialsOf(account)
  const form = messageForm(account, message, defaults.statusCallback)
  const url = new URL(`${twilioBase(account, defaults.baseUrl)}/2010-04-01/Accounts/${accountSid}/Messages.json`)
  const headers = { authorization, accept: 'application/json', 'content-type': 'application/x-www-form-urlencoded' }
  try {
    const answer = await exchange.ask({ method: 'POST', url, headers, body: form.toString(), signal })
    const json = readJsonObject(await readText(answer.body))
    if (answer.status < 200 || answer.status > 299) {
      throw twilioRefusal({ ...answer, json }, 'sends', [...Object.values(account.secrets), ...namesOf(message)])
    }
    const sid = json && wordAt(json, 'sid')
    if (!json || sid === undefined) throw unclearAnswer('Twilio', answer.status, 'sends')
    return { wamid: sid, providerStatus: wordAt(json, 'status') }
  } catch (error) {
    throw error instanceof ExchangeError ? noAnswer(error, 'Twilio', 'sends') : error
  }
}

function namesOf({ to }: OutboundMessage): string[] {
  return [to.phone, to.phone?.replace(/\D/g, ''), to.waId].filter((name) => name !== undefined)
}
