import { wordAt } from '../../cloud-api/webhook/json-fields.ts'
import { type Exchange, ExchangeError, readJsonObject, readText } from '../../exchange.ts'
import { noAnswer } from '../../no-answer.ts'
import type { TransportAccount, TransportHealth } from '../../transport.ts'
import { TransportError } from '../../transport-error.ts'
import { credentialsOf, twilioBase } from './twilio-account.ts'
import { twilioRefusal } from './twilio-refusal.ts'

/** Whether Twilio knows the account by these credentials and has it active. */
export async function checkAccount(
  exchange: Exchange,
  baseUrl: string,
  account: TransportAccount,
): Promise<TransportHealth> {
  try {
    const { accountSid, authorization } = credentialsOf(account)
    const url = new URL(`${twilioBase(account, baseUrl)}/2010-04-01/Accounts/${accountSid}.json`)
    const answer = await exchange.ask({ method: 'GET', url, headers: { authorization, accept: 'application/json' } })
    const json = readJsonObject(await readText(answer.body))
    if (answer.status !== 200) throw twilioRefusal({ ...answer, json }, 'none', Object.values(account.secrets))
    const status = (json && wordAt(json, 'status')) ?? 'unknown'
    return { ok: status === 'active', detail: `the Twilio account is ${status}` }
  } catch (error) {
    const failure = error instanceof ExchangeError ? noAnswer(error, 'Twilio', 'none') : error
    if (failure instanceof TransportError) return { ok: false, detail: failure.sentence }
    throw failure
  }
}
