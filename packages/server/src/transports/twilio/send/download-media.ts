import { type Exchange, ExchangeError, readJsonObject, readText } from '../../exchange.ts'
import { noAnswer } from '../../no-answer.ts'
import type { MediaDownload, MediaReference, TransportAccount } from '../../transport.ts'
import { TransportError } from '../../transport-error.ts'
import { credentialsOf, twilioBase } from './twilio-account.ts'
import { twilioRefusal } from './twilio-refusal.ts'

const mostRedirects = 3

/**
 * `GET …/Messages/{sid}/Media/{sid}`, which redirects to a signed address of Twilio's storage. The credentials go to the API
 * only, never to where it redirects. Our media id is `<message SID>/<media SID>`, so no address of a webhook is followed.
 */
export async function downloadMedia(
  exchange: Exchange,
  baseUrl: string,
  account: TransportAccount,
  { providerMediaId }: MediaReference,
  signal?: AbortSignal,
): Promise<MediaDownload> {
  const { accountSid, authorization } = credentialsOf(account)
  const [messageSid, mediaSid] = sidsOf(providerMediaId)
  const base = twilioBase(account, baseUrl)
  let url = new URL(`${base}/2010-04-01/Accounts/${accountSid}/Messages/${messageSid}/Media/${mediaSid}`)
  const apiOrigin = url.origin
  try {
    for (let redirects = 0; redirects <= mostRedirects; redirects++) {
      const headers: Record<string, string> = url.origin === apiOrigin ? { authorization } : {}
      const answer = await exchange.ask({ method: 'GET', url, headers, signal })
      const { location } = answer.headers
      if (answer.status >= 300 && answer.status < 400 && location !== undefined) {
        answer.body.resume()
        url = storageUrl(location, url, apiOrigin)
        continue
      }
      if (answer.status !== 200) {
        const json = readJsonObject(await readText(answer.body))
        throw twilioRefusal({ ...answer, json }, 'none', Object.values(account.secrets))
      }
      const length = answer.headers['content-length']
      const sizeBytes = length === undefined ? undefined : Number(length)
      return { body: answer.body, mimeType: answer.headers['content-type'], sizeBytes, sha256: undefined }
    }
  } catch (error) {
    throw error instanceof ExchangeError ? noAnswer(error, 'Twilio', 'none') : error
  }
  throw refuse('Twilio redirects the file from one address to the next.')
}

function sidsOf(providerMediaId: string): [string, string] {
  const match = /^([A-Z]{2}[0-9a-zA-Z]{8,64})\/(ME[0-9a-zA-Z]{8,64})$/.exec(providerMediaId)
  if (match?.[1] !== undefined && match[2] !== undefined) return [match[1], match[2]]
  throw refuse('The id of the file is not one of Twilio (message SID/media SID).')
}

/** Only Twilio's own hosts, and the API's own origin, so that nobody is made to fetch what lies inside the network. */
function storageUrl(location: string, from: URL, apiOrigin: string): URL {
  const url = URL.canParse(location, from.href) ? new URL(location, from) : undefined
  const ofTwilio = url?.protocol === 'https:' && /(^|\.)(twilio\.com|twiliocdn\.com|amazonaws\.com)$/.test(url.hostname)
  if (url && (ofTwilio || url.origin === apiOrigin)) return url
  throw refuse(
    `Twilio redirects the file to ${url?.host ?? 'something that is no address'}, which is not one of its hosts.`,
  )
}

function refuse(sentence: string): TransportError {
  return new TransportError({ outcome: 'not-sent', retryable: false, sentence, remedy: 'The file is not fetched.' })
}
