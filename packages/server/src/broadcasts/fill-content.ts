import { OutboundContent, type RowProblemCode } from '@switchboard/contract'
import { fillVariables } from '../liquid/fill-variables.ts'

export type Filled = { readonly content: OutboundContent } | { readonly code: RowProblemCode; readonly reason: string }

/** The content for one recipient. Pure. */
export function fillContent(content: OutboundContent, variables: Readonly<Record<string, unknown>>): Filled {
  const { value, problems } = fillVariables(content, variables)
  const [problem] = problems
  if (problem) {
    const code = problem.kind === 'variable-missing' ? 'variable-missing' : 'content-invalid'
    return { code, reason: `${problem.path}: ${problem.message}.` }
  }
  const parsed = OutboundContent.safeParse(value)
  if (parsed.success) return { content: parsed.data }
  const [issue] = parsed.error.issues
  return { code: 'content-invalid', reason: `${issue?.path.join('.') ?? 'content'}: ${issue?.message ?? 'not valid'}.` }
}
