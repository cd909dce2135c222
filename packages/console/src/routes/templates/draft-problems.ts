import type { TemplateComponent } from '@switchboard/contract'
import { isProblem } from '../../api/problem.ts'

/** What is wrong with a draft, by the field that it is about: `name`, `body`, `body 1`, `button 0 text`, `other`. */
export type DraftProblems = Readonly<Record<string, readonly string[]>>

/** Puts each place of a refusal beside the field that was sent there. Nothing is lost: what has no field is `other`. */
export function problemsOf(
  error: unknown,
  components: readonly TemplateComponent[],
  variables: VariablesOf,
): DraftProblems {
  const problems: Record<string, string[]> = {}
  if (!isProblem(error)) return problems
  for (const { path, message } of error.body.errors ?? []) {
    const field = fieldOf(path, message, components, variables)
    problems[field] = [...(problems[field] ?? []), message]
  }
  return problems
}

/** The variables of the header and of the body, in their order. */
export interface VariablesOf {
  readonly header: readonly string[]
  readonly body: readonly string[]
}

function fieldOf(
  path: string,
  message: string,
  components: readonly TemplateComponent[],
  variables: VariablesOf,
): string {
  const inside = /^(?:body\.)?components\[(\d+)\]\.?(.*)$/.exec(path)
  if (!inside) return ['name', 'language', 'category'].find((name) => path.replace(/^body\./, '') === name) ?? 'other'
  const [, index, rest = ''] = inside
  const type = components[Number(index)]?.type
  if (type === 'HEADER' || type === 'BODY')
    return textField(type === 'BODY' ? 'body' : 'header', rest, message, variables)
  if (type === 'FOOTER') return 'footer'
  const button = /^buttons\[(\d+)\]\.?(\w*)/.exec(rest)
  if (!button) return 'buttons'
  const [, place, key = ''] = button
  const part = key === 'text' ? 'text' : key === 'example' ? 'example' : 'value'
  return `button ${place} ${part}`
}

function textField(place: 'header' | 'body', rest: string, message: string, variables: VariablesOf): string {
  if (!rest.startsWith('example')) return place
  if (rest.includes('header_handle')) return 'header handle'
  const named = /\{\{([^{}]+)\}\}/.exec(message)?.[1]
  const numbered = variables[place][Number(/\[(\d+)\]$/.exec(rest)?.[1] ?? Number.NaN)]
  const name = named ?? numbered
  return name === undefined ? place : `${place} ${name}`
}

/** Where in a text a sentence points to, counted from 0; null: to no place in it. */
export function placeIn(message: string): number | null {
  const found = /character (\d+)/.exec(message)?.[1]
  return found === undefined ? null : Number(found) - 1
}
