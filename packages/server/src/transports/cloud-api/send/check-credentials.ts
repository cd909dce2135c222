import { createHmac } from 'node:crypto'
import type { CredentialFinding, CredentialReport } from '../../credential-check.ts'
import type { TransportAccount } from '../../transport.ts'
import { TransportError } from '../../transport-error.ts'
import { isObject, listAt, wordAt } from '../webhook/json-fields.ts'
import type { Graph } from './graph.ts'
import { elementsOf } from './pages.ts'
import { readNumber } from './read-profile.ts'

const newToken =
  'Make one for a system user: Business settings → System users → Generate token, with whatsapp_business_messaging and whatsapp_business_management.'

/**
 * Asks Meta about each credential by itself. The order matters: without a token nothing else can be asked, so what depends on it is
 * unclear then, not wrong.
 */
export async function checkCredentials(graph: Graph, account: TransportAccount): Promise<CredentialReport> {
  let number: Awaited<ReturnType<typeof readNumber>>
  try {
    number = await readNumber(graph, account)
  } catch (error) {
    return { findings: ofNumberRefusal(account, asTransportError(error)), number: null }
  }
  const more = await Promise.all([
    checkPermissions(graph, account),
    checkBusinessAccount(graph, account),
    checkAppSecret(graph, account),
  ])
  const name = [number.displayPhoneNumber, number.verifiedName && `“${number.verifiedName}”`].filter(Boolean).join(', ')
  const findings = [
    ok('phoneNumberId', `Meta knows it: ${name || account.externalId}.`),
    ...more.flat(),
    registrationOf(number.status),
  ]
  // What another question found out about the token goes before that it let the first one through.
  const tokenIsJudged = findings.some(({ field }) => field === 'accessToken')
  return { findings: tokenIsJudged ? findings : [ok('accessToken', 'Meta accepts it.'), ...findings], number }
}

function ofNumberRefusal(account: TransportAccount, error: TransportError): CredentialFinding[] {
  const { providerCode, providerSubcode } = error
  const later = (field: string) => unclear(field, 'Not asked: it takes a token that works.')
  const rest = [
    ...(account.businessAccountId ? [later('businessAccountId')] : []),
    ...(account.secrets['appSecret'] ? [later('appSecret')] : []),
  ]
  if (providerCode === 100)
    return [
      ok('accessToken', 'Meta accepts it.'),
      wrong(
        'phoneNumberId',
        `Meta knows no number ${account.externalId}, or the token may not see it. Copy the phone number id (not the phone number) from the app's WhatsApp → API setup, and give the system user access to this WhatsApp account.`,
      ),
      ...rest.map(({ field }) => unclear(field, 'Not asked: it takes a number that Meta knows.')),
    ]
  if (providerCode === 190) {
    const sentence =
      providerSubcode === undefined
        ? 'Meta does not accept this access token: it is not whole, of another app, or was revoked.'
        : error.sentence
    return [wrong('accessToken', `${sentence} ${newToken}`), later('phoneNumberId'), ...rest]
  }
  if (isPermission(error)) return [missingPermission('whatsapp_business_messaging'), later('phoneNumberId'), ...rest]
  const sentence = [error.sentence, error.remedy].filter(Boolean).join(' ')
  return [unclear('accessToken', sentence), unclear('phoneNumberId', 'Not asked: Meta did not answer.'), ...rest]
}

/** Meta lists what the token was given; where it does not, nothing is concluded from that. */
async function checkPermissions(graph: Graph, account: TransportAccount): Promise<CredentialFinding[]> {
  try {
    const granted = new Set<string>()
    for (const each of listAt(await graph.ask(account, { path: ['me', 'permissions'] }), 'data')) {
      if (isObject(each) && wordAt(each, 'status') === 'granted') granted.add(wordAt(each, 'permission') ?? '')
    }
    const needed = ['whatsapp_business_messaging', 'whatsapp_business_management']
    const missing = granted.size === 0 ? [] : needed.filter((name) => !granted.has(name))
    return missing.length > 0 ? [missingPermission(missing.join(' and '))] : []
  } catch (error) {
    asTransportError(error)
    return []
  }
}

async function checkBusinessAccount(graph: Graph, account: TransportAccount): Promise<CredentialFinding[]> {
  const id = account.businessAccountId
  if (!id) return []
  try {
    const query = { fields: 'id' }
    for await (const each of elementsOf(graph, account, { path: [id, 'phone_numbers'], query }))
      if (wordAt(each, 'id') === account.externalId) return [ok('businessAccountId', 'The number belongs to it.')]
    return [
      wrong(
        'businessAccountId',
        `The number is not one of the WhatsApp account ${id}. The id stands in WhatsApp Manager beside the number, and in API setup under the phone number id.`,
      ),
    ]
  } catch (error) {
    const failure = asTransportError(error)
    if (isPermission(failure))
      return [missingPermission('whatsapp_business_management'), unclear('businessAccountId', failure.sentence)]
    if (failure.providerCode !== 100) return [unclear('businessAccountId', failure.sentence)]
    const detail = `Meta knows no WhatsApp account ${id}, or the token may not see it. It is the WhatsApp Business account id of API setup, not the id of the business or the app.`
    return [wrong('businessAccountId', detail)]
  }
}

/**
 * Meta compares a proof with the secret of the app that the token is of, wherever one is given.
 * https://developers.facebook.com/docs/graph-api/guides/secure-requests
 */
async function checkAppSecret(graph: Graph, account: TransportAccount): Promise<CredentialFinding[]> {
  const { appSecret, accessToken = '' } = account.secrets
  if (!appSecret) return []
  const proof = createHmac('sha256', appSecret).update(accessToken.trim()).digest('hex')
  try {
    const query = { fields: 'id', appsecret_proof: proof }
    await graph.ask(account, { path: [account.externalId], query })
    return [ok('appSecret', 'It is the secret of the app that the token is of.')]
  } catch (error) {
    const failure = asTransportError(error)
    if (failure.providerCode !== 100) return [unclear('appSecret', failure.sentence)]
    const detail =
      'It is not the secret of the app that the token is of; webhooks signed by that app would be refused. Copy it from App settings → Basic → App secret.'
    return [wrong('appSecret', detail)]
  }
}

function registrationOf(status: string | undefined): CredentialFinding {
  if (status === undefined) return unclear('registration', 'Meta does not say whether the number is registered.')
  if (status === 'CONNECTED') return ok('registration', 'The number is registered and connected.')
  return wrong(
    'registration',
    `The number is not registered for the Cloud API (Meta says ${status}). Register it in WhatsApp Manager → Phone numbers; nothing can be sent before.`,
  )
}

function isPermission({ providerCode }: TransportError): boolean {
  return typeof providerCode === 'number' && [3, 10, 200, 131005].includes(providerCode)
}

function missingPermission(name: string): CredentialFinding {
  return wrong('accessToken', `The token lacks the permission ${name}. ${newToken}`)
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
