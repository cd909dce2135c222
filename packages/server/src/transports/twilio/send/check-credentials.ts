import { isObject, type JsonObject, listAt, wordAt } from '../../cloud-api/webhook/json-fields.ts'
import type { CredentialFinding, CredentialReport } from '../../credential-check.ts'
import { type Exchange, ExchangeError, readJsonObject, readText } from '../../exchange.ts'
import { noAnswer } from '../../no-answer.ts'
import type { TransportAccount } from '../../transport.ts'
import { TransportError } from '../../transport-error.ts'
import { digitsOf } from '../webhook/twilio-address.ts'
import { credentialsOf, twilioBase } from './twilio-account.ts'
import { twilioRefusal } from './twilio-refusal.ts'

/** Asks Twilio about each credential by itself. What depends on another that is wrong is unclear, not wrong. */
export async function checkCredentials(
  exchange: Exchange,
  baseUrl: string,
  account: TransportAccount,
): Promise<CredentialReport> {
  const ask = (as: TransportAccount, address: (base: string) => string) => get(exchange, baseUrl, as, address)
  const { apiKeySecret, authToken } = account.secrets
  const byKey = apiKeySecret !== undefined && account.settings['apiKeySid'] !== undefined
  const withoutKey = { ...account, settings: { ...account.settings, apiKeySid: '' } }
  const findings = [
    ...(authToken === undefined
      ? [unclear('authToken', 'Not given. Twilio signs its webhooks with it, so nothing is received without it.')]
      : await checkLogin(ask, withoutKey, 'authToken')),
    ...(byKey ? await checkLogin(ask, account, 'apiKeySecret') : []),
  ]
  const letIn = findings.some(({ field, state }) => field !== 'accountSid' && state === 'ok')
  if (!letIn)
    return { findings: [...findings, unclear('sender', 'Not asked: it takes credentials that work.')], number: null }
  const works = findings.some(({ field, state }) => field === 'authToken' && state === 'ok') ? withoutKey : account
  findings.push(await checkSender(ask, works), ...(await checkService(ask, works)))
  return { findings, number: null }
}

type Ask = (as: TransportAccount, address: (base: string) => string) => Promise<JsonObject>

async function checkLogin(ask: Ask, account: TransportAccount, field: string): Promise<CredentialFinding[]> {
  const sid = account.settings['accountSid'] ?? account.businessAccountId ?? ''
  try {
    const answer = await ask(account, (base) => `${base}/2010-04-01/Accounts/${sid}.json`)
    const status = wordAt(answer, 'status') ?? 'unknown'
    if (status === 'active') return [ok('accountSid', 'The Twilio account is active.'), ok(field, 'Twilio accepts it.')]
    return [
      wrong('accountSid', `The Twilio account is ${status}; see the Twilio console.`),
      ok(field, 'Twilio accepts it.'),
    ]
  } catch (error) {
    const failure = asTransportError(error)
    if (failure.httpStatus === 404)
      return [
        wrong(
          'accountSid',
          'Twilio knows no such account. Copy the account SID (AC…) from the start page of its console.',
        ),
      ]
    if (failure.httpStatus !== 401 && failure.httpStatus !== 403) return [unclear(field, failure.sentence)]
    const what =
      field === 'authToken'
        ? 'Twilio does not accept this auth token for the account SID. Both stand on the start page of the Twilio console; a token that was rotated no longer works.'
        : 'Twilio does not accept this API key. The secret is shown only when the key is made; make a new one under Account → API keys.'
    return [wrong(field, what)]
  }
}

/** https://www.twilio.com/docs/whatsapp/api/senders. The sandbox's number is nobody's sender, so it is not in the list. */
async function checkSender(ask: Ask, account: TransportAccount): Promise<CredentialFinding> {
  const digits = digitsOf(account.externalId) ?? account.externalId
  if (digits === sandbox)
    return ok('sender', "It is the number of Twilio's sandbox: only phones that joined it are reached.")
  try {
    const answer = await ask(
      account,
      (base) => `${messagingBase(base)}/v2/Channels/Senders?Channel=whatsapp&PageSize=1000`,
    )
    if (!Array.isArray(answer['senders']))
      return unclear('sender', 'Twilio did not list the WhatsApp senders of the account.')
    const senders = listAt(answer, 'senders').filter(isObject)
    const found = senders.find((each) => digitsOf(wordAt(each, 'sender_id')) === digits)
    const status = found && wordAt(found, 'status')
    if (status?.startsWith('ONLINE')) return ok('sender', 'It is a WhatsApp sender of the account, and online.')
    if (status)
      return wrong('sender', `The WhatsApp sender is ${status} at Twilio: nothing is sent before it is ONLINE.`)
    return wrong(
      'sender',
      `+${digits} is no WhatsApp sender of this Twilio account. See Messaging → Senders → WhatsApp senders in its console.`,
    )
  } catch (error) {
    return unclear('sender', `Twilio did not say whether it is a WhatsApp sender. ${asTransportError(error).sentence}`)
  }
}

const sandbox = '14155238886'

async function checkService(ask: Ask, account: TransportAccount): Promise<CredentialFinding[]> {
  const sid = account.settings['messagingServiceSid']
  if (!sid) return []
  try {
    await ask(account, (base) => `${messagingBase(base)}/v1/Services/${sid}`)
    return [ok('messagingServiceSid', 'Twilio knows the Messaging Service.')]
  } catch (error) {
    const failure = asTransportError(error)
    return failure.httpStatus === 404
      ? [
          wrong(
            'messagingServiceSid',
            'The account has no such Messaging Service. Copy the SID (MG…) from Messaging → Services.',
          ),
        ]
      : [unclear('messagingServiceSid', failure.sentence)]
  }
}

/** Twilio has a host for each of its products. */
function messagingBase(base: string): string {
  return base.replace('//api.twilio.com', '//messaging.twilio.com')
}

async function get(
  exchange: Exchange,
  baseUrl: string,
  account: TransportAccount,
  address: (base: string) => string,
): Promise<JsonObject> {
  try {
    const { authorization } = credentialsOf(account)
    const url = new URL(address(twilioBase(account, baseUrl)))
    const answer = await exchange.ask({ method: 'GET', url, headers: { authorization, accept: 'application/json' } })
    const json = readJsonObject(await readText(answer.body))
    if (answer.status === 200 && json) return json
    throw twilioRefusal({ ...answer, json }, 'none', Object.values(account.secrets))
  } catch (error) {
    throw error instanceof ExchangeError ? noAnswer(error, 'Twilio', 'none') : error
  }
}

function ok(field: string, detail: string): CredentialFinding {
  return { field, state: 'ok', detail }
}
function wrong(field: string, detail: string): CredentialFinding {
  return { field, state: 'wrong', detail }
}
function unclear(field: string, detail: string): CredentialFinding {
  return { field, state: 'unclear', detail }
}

function asTransportError(error: unknown): TransportError {
  if (error instanceof TransportError) return error
  throw error
}
