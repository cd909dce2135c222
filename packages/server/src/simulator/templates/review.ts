import type { Json } from '../graph-error.ts'
import type { World } from '../world.ts'
import type { Template, TemplateStatus } from './template.ts'

/** What the review says: rules that a tester can steer by the words of the template. */
export function reviewOf(template: Template): {
  readonly status: 'APPROVED' | 'REJECTED' | 'PENDING'
  readonly reason: string
} {
  const words = JSON.stringify([template.name, template.components]).toLowerCase()
  if (template.name.includes('wait')) return { status: 'PENDING', reason: 'NONE' }
  if (words.includes('password') || words.includes('card number'))
    return { status: 'REJECTED', reason: 'ABUSIVE_CONTENT' }
  if (template.name.includes('reject')) return { status: 'REJECTED', reason: 'INVALID_FORMAT' }
  if (template.category === 'UTILITY' && /\b(?:sale|discount|offer|% off)\b/.test(words))
    return { status: 'REJECTED', reason: 'TAG_CONTENT_MISMATCH' }
  return { status: 'APPROVED', reason: 'NONE' }
}

/** The value of `message_template_status_update`. */
function statusUpdate(template: Template): Json {
  return {
    event: template.status,
    message_template_id: Number(template.id),
    message_template_name: template.name,
    message_template_language: template.language,
    reason: template.rejectedReason,
    message_template_category: template.category,
  }
}

/** Gives a template another status and tells the business. */
export function decideTemplate(world: World, template: Template, status: TemplateStatus, reason = 'NONE'): void {
  template.status = status
  template.rejectedReason = reason
  void world.webhooks.send({
    kind: 'value',
    businessAccountId: template.businessAccountId,
    number: undefined,
    field: 'message_template_status_update',
    value: statusUpdate(template),
    laneKey: template.id,
  })
}
