import { graphError, type Json } from '../graph-error.ts'
import { textAt } from '../json-fields.ts'
import type { Customer } from '../people/customer.ts'
import { renderTemplate } from '../templates/render-template.ts'
import { type BusinessNumber, newWamid, type World } from '../world.ts'
import type { Checked } from './check-send.ts'
import type { ContentType, Envelope, TemplateContent } from './content-schemas.ts'
import type { Departure } from './deliver.ts'
import { mediaFailure } from './media-checks.ts'
import type { LoggedMessage } from './message-log.ts'

type Addressed = Checked & { readonly customer: Customer }

/**
 * One more to this person: counted when the number's second and the pair both allow it.
 * @returns the moment at which it was counted, of `performance.now()`
 * @throws {GraphError} 130429, 131056
 */
export function takeFromLimits(world: World, number: BusinessNumber, customer: Customer): number {
  const now = performance.now()
  if (!number.throughput.mayTake(now)) throw graphError(130429)
  if (world.pairs && !world.pairs.takes(`${number.id} ${customer.userId}`, now)) throw graphError(131056)
  number.throughput.takes(now)
  return now
}

/** Writes the message down. From here on it is sent. */
export function accept(world: World, number: BusinessNumber, checked: Addressed, countedAt: number): Departure {
  const { envelope, type, content, template, customer, fate } = checked
  const at = world.clock.now()
  const callbackData = envelope.biz_opaque_callback_data
  const message: LoggedMessage = {
    wamid: newWamid(world, customer.id),
    historyId: world.random.digits(16),
    numberId: number.id,
    customer,
    direction: 'outbound',
    type,
    content,
    rendered: template && renderTemplate(template, content as TemplateContent), // parsed by its schema in checkSend
    quotedWamid: envelope.context?.message_id,
    callbackData,
    category: template?.category,
    windowOpen: customer.windowOpen(number.id, at),
    at,
    events: [],
  }
  world.messages.add(message)
  const acceptance = { wamid: message.wamid, numberId: number.id, recipient: customer.id, callbackData, at }
  world.ledger.accept(acceptance, countedAt)
  applyReaction(world, type, content)
  customer.thread(number.id).typingUntil = 0
  return { number, message, fate, failure: failureOf(world, checked, message) }
}

function applyReaction(world: World, type: ContentType, content: unknown): void {
  if (type !== 'reaction') return
  const target = world.messages.get(textAt(content, 'message_id') ?? '')
  if (!target) return
  target.reaction = textAt(content, 'emoji') || undefined
  world.changes.touch(target.customer)
}

/** What Meta finds out only after it has accepted. */
function failureOf(world: World, checked: Addressed, message: LoggedMessage): Departure['failure'] {
  const { type, template, content, customer } = checked
  if (customer.thread(message.numberId).blockedByBusiness)
    return { code: 131026, details: 'The business has blocked this person.' }
  if (world.serviceWindow && !template && !message.windowOpen) return { code: 131047 }
  if (template?.category === 'MARKETING' && !customer.wantsMarketing) return { code: 131050 }
  return mediaFailure(world, type, content)
}

/** The answer to a send. */
export function acceptedAnswer(envelope: Envelope, departure: Departure): Json {
  const { message, fate } = departure
  const { customer, wamid } = message
  const word = fate?.kind === 'held' ? fate.word : message.type === 'template' ? 'accepted' : undefined
  return {
    messaging_product: 'whatsapp',
    contacts: [
      {
        input: envelope.to ?? envelope.recipient,
        ...(envelope.to !== undefined && { wa_id: customer.waId }),
        user_id: customer.userId,
      },
    ],
    messages: [{ id: wamid, ...(word !== undefined && { message_status: word }) }],
  }
}
