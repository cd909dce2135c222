import { type ContactSummary, cannedReplyVariables, type RenderedReply } from '@switchboard/contract'
import { renderLiquid } from '../liquid/render-liquid.ts'
import { Refusal } from '../refusal.ts'

/** Whom it is for, and who writes. What is not known is left out, so that a text has to say what stands there instead. */
export interface ReplyContext {
  /** null: a group. */
  readonly contact: ContactSummary | null
  readonly agent: string
}

/** The text for one conversation. Pure. */
export function renderCannedReply(text: string, { contact, agent }: ReplyContext): RenderedReply {
  const person = {
    ...named(contact?.name),
    ...(contact?.phone ? { phone: contact.phone } : {}),
    ...(contact?.username ? { username: contact.username } : {}),
  }
  const rendered = renderLiquid(text, { contact: person, agent: named(agent) })
  return 'text' in rendered ? { text: rendered.text, problem: null } : { text, problem: rendered.problem.message }
}

function named(name: string | null | undefined): object {
  const trimmed = name?.trim()
  return trimmed ? { name: trimmed, first_name: trimmed.split(/\s+/)[0] } : {}
}

const anybody = { name: 'x', phone: 'x', username: 'x' }

/** @throws {Refusal} invalid-request where no conversation at all could have this text */
export function requireRenders(text: string): void {
  const variables = { contact: { ...anybody, first_name: 'x' }, agent: { name: 'x', first_name: 'x' } }
  const rendered = renderLiquid(text, variables)
  if ('text' in rendered) return
  throw new Refusal('invalid-request', {
    detail: `A canned reply may use ${cannedReplyVariables.map((name) => `{{ ${name} }}`).join(', ')}.`,
    errors: [{ path: 'text', message: rendered.problem.message }],
  })
}
