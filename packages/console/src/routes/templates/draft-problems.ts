import type { TemplateComponent } from '@switchboard/contract'
import { isProblem } from '../../api/problem.ts'
import { listOf, variablesIn, wordOf } from '../../templates/template-parts.ts'

/**
 * What is wrong with a draft, by the field that it is about: `name`, `body`, `body 1`, `button 0 text`, `card 1 body`, `code app`, `other`.
 */
export type DraftProblems = Readonly<Record<string, readonly string[]>>

/** Puts each place of a refusal beside the field that was sent there. Nothing is lost: what has no field is `other`. */
export function problemsOf(error: unknown, components: readonly TemplateComponent[]): DraftProblems {
  const problems: Record<string, string[]> = {}
  if (!isProblem(error)) return problems
  for (const { path, message } of error.body.errors ?? []) {
    const field = fieldOf(path.replace(/^body\./, ''), message, components)
    problems[field] = [...(problems[field] ?? []), message]
  }
  return problems
}

function fieldOf(path: string, message: string, components: readonly TemplateComponent[]): string {
  const inside = /^components\[(\d+)\]\.?(.*)$/.exec(path)
  if (!inside) return ['name', 'language', 'category'].find((name) => path === name) ?? 'other'
  const [, index, rest = ''] = inside
  const component = components[Number(index)]
  switch (component?.type) {
    case 'HEADER':
    case 'BODY':
      return textField(component, rest, message)
    case 'FOOTER':
      return rest.startsWith('code_') ? 'code minutes' : 'footer'
    case 'CAROUSEL':
      return cardField(component, rest, message)
    default:
      return buttonField(rest)
  }
}

function cardField(carousel: TemplateComponent, rest: string, message: string): string {
  const [, place, inside = ''] = /^cards\[(\d+)\]\.?(.*)$/.exec(rest) ?? []
  if (place === undefined) return 'cards'
  const card = listOf(carousel['cards'])[Number(place)]
  // The draft's own, as it was sent.
  const components = listOf(card?.['components']) as TemplateComponent[]
  return inside === '' ? `card ${place}` : `card ${place} ${fieldOf(inside, message, components)}`
}

function buttonField(rest: string): string {
  const [, place, key = ''] = /^buttons\[(\d+)\]\.?(\w*)/.exec(rest) ?? []
  if (place === undefined) return 'buttons'
  if (key === 'supported_apps') return rest.endsWith('signature_hash') ? 'code signature' : 'code app'
  if (key === 'zero_tap_terms_accepted') return 'code terms'
  if (key === 'autofill_text') return 'code text'
  const part = key === 'text' ? 'text' : key === 'example' ? 'example' : 'value'
  return `button ${place} ${part}`
}

function textField(component: TemplateComponent, rest: string, message: string): string {
  const place = component.type.toLowerCase()
  if (!rest.startsWith('example')) return place
  if (rest.includes('header_handle')) return 'header handle'
  const named = /\{\{([^{}]+)\}\}/.exec(message)?.[1]
  const variables = variablesIn(wordOf(component['text']))
  const numbered = variables[Number(/\[(\d+)\]$/.exec(rest)?.[1] ?? Number.NaN)]
  const name = named ?? numbered
  return name === undefined ? place : `${place} ${name}`
}

/** Those of one card, under the names that they have outside of cards. */
export function problemsIn(problems: DraftProblems, prefix: string): DraftProblems {
  return Object.fromEntries(
    Object.entries(problems).flatMap(([field, said]) =>
      field.startsWith(`${prefix} `) ? [[field.slice(prefix.length + 1), said]] : [],
    ),
  )
}

/** Where in a text a sentence points to, counted from 0; null: to no place in it. */
export function placeIn(message: string): number | null {
  const found = /character (\d+)/.exec(message)?.[1]
  return found === undefined ? null : Number(found) - 1
}
