import type { SendFacts } from './gate.ts'

/** What the customer reads of a template message, as far as the template is known; else null. */
export function templateTextOf(template: SendFacts['template']): string | null {
  return template !== null && template !== 'unlisted' ? (template.text ?? null) : null
}
