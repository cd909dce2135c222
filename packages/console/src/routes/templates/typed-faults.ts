import { variablesIn } from '../../templates/template-parts.ts'
import type { Draft } from './draft.ts'

/** What is wrong with the variables of a text, as far as it is sure while it is still written. */
export type VariableFault =
  | { readonly kind: 'gap'; readonly has: string; readonly lacks: string }
  | { readonly kind: 'noNumber' | 'noName'; readonly has: string }

/** An empty name is not written yet. */
export function isNameWrong(name: string): boolean {
  return name !== '' && !/^[a-z0-9_]{1,512}$/.test(name)
}

export function variableFault(text: string, format: Draft['parameterFormat']): VariableFault | null {
  const variables = variablesIn(text)
  if (format === 'NAMED') {
    const odd = variables.find((name) => !/^[a-z_][a-z0-9_]*$/.test(name))
    return odd === undefined ? null : { kind: 'noName', has: `{{${odd}}}` }
  }
  const odd = variables.find((name) => !/^[1-9]\d{0,2}$/.test(name))
  if (odd !== undefined) return { kind: 'noNumber', has: `{{${odd}}}` }
  const gap = variables.findIndex((name, index) => name !== String(index + 1))
  return gap < 0 ? null : { kind: 'gap', has: `{{${variables[gap]}}}`, lacks: `{{${gap + 1}}}` }
}
