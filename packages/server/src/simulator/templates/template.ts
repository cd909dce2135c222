import type { Json } from '../graph-error.ts'
import { objectsAt, textAt } from '../json-fields.ts'

export const templateStatuses = ['APPROVED', 'PENDING', 'REJECTED', 'PAUSED', 'DISABLED'] as const
export type TemplateStatus = (typeof templateStatuses)[number]

export interface Template {
  readonly id: string
  readonly businessAccountId: string
  readonly name: string
  readonly language: string
  readonly parameterFormat: 'POSITIONAL' | 'NAMED'
  components: readonly Json[]
  category: string
  status: TemplateStatus
  rejectedReason: string
}

export type ComponentType = 'HEADER' | 'BODY' | 'FOOTER' | 'BUTTONS' | 'CAROUSEL'

export function componentOf(template: Pick<Template, 'components'>, type: ComponentType): Json | undefined {
  return template.components.find((component) => textAt(component, 'type')?.toUpperCase() === type)
}

/** The cards of a carousel, each with components of its own. */
export function cardsOf(template: Template): Template[] {
  return objectsAt(componentOf(template, 'CAROUSEL'), 'cards').map((card) => ({
    ...template,
    components: objectsAt(card, 'components'),
  }))
}

/** The names (or numbers) in {{…}}, each once, in their order. */
export function variablesIn(text: string): string[] {
  return [...new Set([...text.matchAll(/\{\{\s*([^{}\s]+)\s*\}\}/g)].map(([, name]) => name ?? ''))]
}

/** Buttons by their index, with what a sender has to give for each, and what it leads to with its variables. */
export function buttonsOf(
  template: Template,
): { readonly type: string; readonly text: string; readonly needs: boolean; readonly value: string }[] {
  return objectsAt(componentOf(template, 'BUTTONS'), 'buttons').map((button) => {
    const type = textAt(button, 'type')?.toUpperCase() ?? ''
    const url = textAt(button, 'url') ?? ''
    const isCode = type === 'OTP' || type === 'COPY_CODE'
    return {
      type,
      text: textAt(button, 'text') ?? '',
      needs: isCode || variablesIn(url).length > 0,
      value: isCode ? '{{1}}' : url || (textAt(button, 'phone_number') ?? ''),
    }
  })
}

/** As the Graph API shows it. */
export function templateNode(template: Template): Json {
  return {
    id: template.id,
    name: template.name,
    language: template.language,
    status: template.status,
    category: template.category,
    parameter_format: template.parameterFormat,
    components: template.components,
    quality_score: { score: 'UNKNOWN' },
    ...(template.status === 'REJECTED' && { rejected_reason: template.rejectedReason }),
  }
}
