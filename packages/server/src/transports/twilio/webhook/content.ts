import type { Content } from '@switchboard/contract'
import { type JsonObject, numberAt, wordAt } from '../../cloud-api/webhook/json-fields.ts'

/** What an inbound form says, in the order in which Twilio's parameters exclude each other. */
export function readTwilioContent(form: JsonObject): Content {
  const text = wordAt(form, 'Body')
  if (wordAt(form, 'ListId') !== undefined) {
    const [id, title, description] = ['ListId', 'ListTitle', 'ListDescription'].map((key) => wordAt(form, key))
    return { type: 'interactive', kind: 'list_reply', id, title: title ?? text, description }
  }
  if (wordAt(form, 'InteractiveData') !== undefined) return flowReply(wordAt(form, 'InteractiveData') ?? '')
  if (wordAt(form, 'ButtonPayload') !== undefined || wordAt(form, 'ButtonText') !== undefined) {
    return { type: 'button', text: wordAt(form, 'ButtonText') ?? text, payload: wordAt(form, 'ButtonPayload') }
  }
  const latitude = numberAt(form, 'Latitude')
  const longitude = numberAt(form, 'Longitude')
  if (latitude !== undefined && longitude !== undefined) {
    return { type: 'location', latitude, longitude, name: wordAt(form, 'Label'), address: wordAt(form, 'Address') }
  }
  if ((numberAt(form, 'NumMedia') ?? 0) > 0) return readTwilioMedia(form, 0)
  if (text !== undefined) return { type: 'text', text }
  return {
    type: 'unsupported',
    originalType: wordAt(form, 'MessageType'),
    reason: 'the message has neither text nor file nor place nor reply',
    raw: form,
  }
}

/** The file with the given number; the first carries the text as its caption. */
export function readTwilioMedia(form: JsonObject, index: number): Content {
  const mimeType = wordAt(form, `MediaContentType${index}`)?.split(';')[0]?.trim().toLowerCase()
  const url = wordAt(form, `MediaUrl${index}`)
  const file = { providerMediaId: mediaIdOf(form, url), mimeType, url }
  const caption = index === 0 ? wordAt(form, 'Body') : undefined
  if (wordAt(form, 'MessageType') === 'sticker') return { type: 'sticker', ...file, animated: false }
  const kind = mimeType?.split('/')[0]
  if (kind === 'image') return { type: 'image', ...file, caption }
  if (kind === 'video') return { type: 'video', ...file, caption }
  // Twilio does not say which audio was recorded in the chat; WhatsApp records Ogg.
  if (kind === 'audio') return { type: 'audio', ...file, voice: mimeType === 'audio/ogg' }
  // The name of a document comes as the text.
  return { type: 'document', ...file, filename: caption }
}

/** `<message SID>/<media SID>`, from which the file is fetched without following an address. */
function mediaIdOf(form: JsonObject, url: string | undefined): string | undefined {
  const mediaSid = url === undefined ? undefined : /\/Media\/(ME[0-9a-zA-Z]+)/.exec(url)?.[1]
  const messageSid = wordAt(form, 'MessageSid')
  return mediaSid === undefined || messageSid === undefined ? undefined : `${messageSid}/${mediaSid}`
}

function flowReply(text: string): Content {
  try {
    const response: unknown = JSON.parse(text)
    return { type: 'interactive', kind: 'nfm_reply', response }
  } catch (error) {
    if (error instanceof SyntaxError) return { type: 'interactive', kind: 'nfm_reply', responseText: text }
    throw error
  }
}
