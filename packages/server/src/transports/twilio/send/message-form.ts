import type { OutboundContent } from '@switchboard/contract'
import { callbackParameter } from '../../callback-field.ts'
import type { OutboundMessage, ResolvedContent, TransportAccount } from '../../transport.ts'
import { TransportError } from '../../transport-error.ts'

/**
 * The form of `POST /2010-04-01/Accounts/{sid}/Messages.json`.
 * https://www.twilio.com/docs/messaging/api/message-resource#create-a-message
 * @throws {TransportError} for what Twilio cannot carry; nothing was sent.
 */
export function messageForm(
  account: TransportAccount,
  message: OutboundMessage,
  statusCallback?: string,
): URLSearchParams {
  const form = new URLSearchParams({ From: whatsapp(account.externalId), To: whatsapp(phoneOf(message)) })
  const service = account.settings['messagingServiceSid']
  if (service) form.set('MessagingServiceSid', service)
  const callback = account.settings['statusCallback'] || statusCallback
  if (callback !== undefined) form.set('StatusCallback', withToken(callback, message.callbackData))
  addContent(form, account, message.content)
  return form
}

function addContent(form: URLSearchParams, account: TransportAccount, content: ResolvedContent): void {
  switch (content.type) {
    case 'text':
      form.set('Body', content.text)
      return
    case 'image':
    case 'video':
    case 'audio':
    case 'document':
      form.set('MediaUrl', linkOf(content))
      if ('caption' in content && content.caption !== undefined) form.set('Body', content.caption)
      return
    case 'location': {
      const { latitude, longitude, name, address } = content
      const label = [name, address].filter(Boolean).join(', ').replaceAll('|', ' ')
      form.set('Body', label || `${latitude}, ${longitude}`)
      form.set('PersistentAction', `geo:${latitude},${longitude}${label ? `|${label}` : ''}`)
      return
    }
    case 'template':
      form.set('ContentSid', contentSid(account, content))
      addVariables(form, content)
      return
    default:
      throw refuse(`Twilio carries no "${content.type}" in WhatsApp.`, 'Send it as text, or as a content template.')
  }
}

type Template = Extract<OutboundContent, { type: 'template' }>

/** Twilio names templates by a SID. A name stands for one where the account's settings say so: `template:<name>:<language>`. */
function contentSid(account: TransportAccount, { name, language }: Template): string {
  const sid = /^HX[0-9a-zA-Z]{8,64}$/.test(name) ? name : account.settings[`template:${name}:${language}`]
  if (sid !== undefined) return sid
  throw refuse(`No content SID is known for the template "${name}" (${language}).`, 'Name it by its content SID (HX…).')
}

/** Positional ones count from 1, the header's before the body's, as the Content API numbers them. */
function addVariables(form: URLSearchParams, { parameters, components }: Template): void {
  if (components !== undefined) throw refuse("Components are Meta's way.", 'Give `parameters` instead.')
  if (!parameters) return
  const { header = [], body = [], buttons = [], cards = [] } = parameters
  if (cards.length > 0)
    throw refuse('Twilio numbers the variables of all cards together.', 'Give all of them in `body`, in their order.')
  const named = Array.isArray(body) ? {} : body
  const inOrder = [...header, ...(Array.isArray(body) ? body : []), ...buttons.flatMap((button) => button.parameters)]
  const values = { ...Object.fromEntries(inOrder.map((value, index) => [String(index + 1), value])), ...named }
  for (const [name, value] of Object.entries(values)) {
    if (typeof value !== 'string') throw refuse(`The variable ${name} is not a text.`, 'Twilio takes texts only.')
  }
  if (Object.keys(values).length > 0) form.set('ContentVariables', JSON.stringify(values))
}

/** Twilio fetches files itself. */
function linkOf(content: Extract<ResolvedContent, { media: unknown }>): string {
  const { media, resolved } = content
  if (resolved?.link !== undefined) return resolved.link
  if ('link' in media) return media.link
  throw refuse(
    'The file has no address that Twilio can fetch it from.',
    'Send it by a public link, or set PUBLIC_BASE_URL.',
  )
}

function phoneOf({ to }: OutboundMessage): string {
  const digits = (to.phone ?? to.waId)?.replace(/\D/g, '')
  if (digits) return digits
  throw refuse(
    'Twilio reaches people by phone number only, and none is known of the recipient.',
    'Name a phone number.',
  )
}

function whatsapp(number: string): string {
  return `whatsapp:+${number.replace(/\D/g, '')}`
}

function withToken(address: string, callbackData: string): string {
  if (!URL.canParse(address)) throw refuse('The address for receipts is none.', 'Check PUBLIC_BASE_URL.')
  const url = new URL(address)
  if (callbackData !== '') url.searchParams.set(callbackParameter, callbackData)
  return url.href
}

function refuse(sentence: string, remedy: string): TransportError {
  return new TransportError({ outcome: 'not-sent', retryable: false, sentence, remedy })
}
