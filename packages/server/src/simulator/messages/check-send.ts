import { graphError, parameterError } from '../graph-error.ts'
import { textAt } from '../json-fields.ts'
import { type Fate, fateOf } from '../magic-recipients.ts'
import type { Customer } from '../people/customer.ts'
import { digitsOf, isUserId } from '../people/people.ts'
import { checkParameters } from '../templates/check-parameters.ts'
import type { Template } from '../templates/template.ts'
import type { BusinessNumber, World } from '../world.ts'
import {
  type ContentType,
  contentSchemas,
  type Envelope,
  isContentType,
  type TemplateContent,
} from './content-schemas.ts'
import { checkMediaId } from './media-checks.ts'
import { parseBody } from './parse-body.ts'

/** A send that is in order. */
export interface Checked {
  readonly envelope: Envelope
  readonly type: ContentType
  readonly content: unknown
  readonly template: Template | undefined
  /** Undefined: a user id stands in `to`. Meta answers 200 and drops it. */
  readonly customer: Customer | undefined
  readonly fate: Fate | undefined
}

/** @throws {GraphError} for what the Graph API refuses at once */
export function checkSend(world: World, number: BusinessNumber, envelope: Envelope): Checked {
  const { type } = envelope
  if (!isContentType(type))
    throw parameterError(`Param type must be one of {${Object.keys(contentSchemas).join(', ')}}.`)
  const content = parseContent(type, envelope)
  const template = type === 'template' ? checkTemplate(world, number, content) : undefined
  if (type === 'reaction') checkTarget(world, content)
  checkMediaId(world, type, content)
  const customer = recipientOf(world, number, envelope)
  return { envelope, type, content, template, customer, fate: fateOf(customer?.waId) }
}

function parseContent(type: ContentType, envelope: Envelope): unknown {
  const { [type]: content } = envelope
  if (content === undefined) throw parameterError(`The parameter ${type} is required.`)
  // Parsed in its place, so that what is wrong is named with the whole path.
  return parseBody(contentSchemas[type], content, [type])
}

function checkTemplate(world: World, number: BusinessNumber, content: unknown): Template {
  const wanted = content as TemplateContent // parsed by the schema of its type a moment ago
  const template = world.templates.sendable(number.businessAccountId, wanted.name, wanted.language.code)
  checkParameters(template, wanted)
  return template
}

function checkTarget(world: World, content: unknown): void {
  const target = textAt(content, 'message_id') ?? ''
  if (world.knownMessagesOnly && !world.messages.get(target))
    throw graphError(131009, `reaction['message_id']: there is no message ${target.slice(0, 200)}.`)
}

function recipientOf(world: World, number: BusinessNumber, envelope: Envelope): Customer | undefined {
  const { to, recipient, recipient_type: kind } = envelope
  if (kind === 'group') throw graphError(131009, `to: there is no group ${String(to).slice(0, 100)} of this number.`)
  if (to !== undefined) {
    if (isUserId(to)) return undefined
    const digits = digitsOf(to)
    if (digits === undefined)
      throw parameterError('Invalid parameter', 'Param to is neither a phone number nor a WhatsApp ID.')
    if (digits === number.digits) throw graphError(131021)
    return world.people.withPhone(digits)
  }
  if (recipient === undefined) throw parameterError('The parameter to is required.')
  if (!isUserId(recipient))
    throw parameterError('Invalid parameter', 'Param recipient is not a business-scoped user id.')
  return world.people.withUserId(recipient)
}
