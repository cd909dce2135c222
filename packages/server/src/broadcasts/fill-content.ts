import { OutboundContent, type RowProblemCode } from '@switchboard/contract'
import { fillVariables } from '../liquid/fill-variables.ts'

export type Filled = { readonly content: OutboundContent } | { readonly code: RowProblemCode; readonly reason: string }

/** The content for one recipient. Pure. @param line of the file that they came from; null: from none */
export function fillContent(
  content: OutboundContent,
  variables: Readonly<Record<string, unknown>>,
  line: number | null,
): Filled {
  const { value, problems } = fillVariables(content, variables)
  const [problem] = problems
  if (problem) {
    if (problem.kind !== 'variable-missing')
      return { code: 'content-invalid', reason: `${problem.path}: ${problem.message}.` }
    const { variable } = problem
    const reason =
      line === null ? `Nothing is given for ${variable}.` : `Row ${line} has nothing in column ${variable}.`
    return { code: 'variable-missing', reason }
  }
  const parsed = OutboundContent.safeParse(value)
  if (parsed.success) return { content: parsed.data }
  const [issue] = parsed.error.issues
  return { code: 'content-invalid', reason: `${issue?.path.join('.') ?? 'content'}: ${issue?.message ?? 'not valid'}.` }
}
