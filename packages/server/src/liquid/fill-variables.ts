import { type LiquidProblem, renderLiquid } from './render-liquid.ts'

/** `path`: of the text within what was filled, e.g. `parameters.body[1]`. */
export type PlacedProblem = LiquidProblem & { readonly path: string }

/** JSON deeper than this is nobody's message. */
const deepest = 20

/**
 * A JSON value with the Liquid in each of its texts done; keys stay as they are.
 *
 * @param path where the value stands in the request, for problems; '' for the whole of it
 */
export function fillVariables(
  value: unknown,
  variables: Readonly<Record<string, unknown>>,
  path = '',
): { readonly value: unknown; readonly problems: readonly PlacedProblem[] } {
  const problems: PlacedProblem[] = []
  const fill = (part: unknown, at: string, depth: number): unknown => {
    if (typeof part === 'string') {
      const rendered = renderLiquid(part, variables)
      if ('text' in rendered) return rendered.text
      problems.push({ path: at, ...rendered.problem })
      return part
    }
    if (typeof part !== 'object' || part === null) return part
    if (depth > deepest) {
      problems.push({ path: at, kind: 'not-liquid', message: `values may be nested ${deepest} deep` })
      return part
    }
    if (Array.isArray(part)) return part.map((each, index) => fill(each, `${at}[${index}]`, depth + 1))
    return Object.fromEntries(
      Object.entries(part).map(([key, each]) => [key, fill(each, at === '' ? key : `${at}.${key}`, depth + 1)]),
    )
  }
  return { value: fill(value, path, 0), problems }
}
