import type { z } from 'zod'
import { type GraphError, graphError, parameterError } from '../graph-error.ts'

/**
 * A body by its schema, or a refusal as the Graph API words it: a missing parameter or one too long is code 100, any other
 * wrong value is 131009.
 * @param inside where the body stands in a larger one, for the names
 * @throws {GraphError}
 */
export function parseBody<Schema extends z.ZodType>(
  schema: Schema,
  body: unknown,
  inside: readonly string[] = [],
): z.output<Schema> {
  const result = schema.safeParse(body)
  if (result.success) return result.data
  const [issue] = result.error.issues
  throw issue ? refusalOf(issue, body, inside) : parameterError('The body is not one.')
}

function refusalOf(issue: z.core.$ZodIssue, body: unknown, inside: readonly string[]): GraphError {
  const name = nameOf([...inside, ...issue.path])
  if (name === '') return parameterError('The body is not a JSON object.')
  if (valueAt(body, issue.path) === undefined) return parameterError(`The parameter ${name} is required.`)
  if (issue.code === 'too_big' && issue.origin === 'string')
    return parameterError(`Param ${name} must be at most ${issue.maximum} characters long.`)
  if (issue.code === 'too_small' && issue.origin === 'string')
    return parameterError(`Param ${name} must be at least ${issue.minimum} characters long.`)
  if (issue.code === 'invalid_value')
    return parameterError(`Param ${name} must be one of {${issue.values.map(String).join(', ')}}.`)
  if (issue.code === 'invalid_union' && issue.discriminator !== undefined)
    return parameterError(`Param ${name} is not one of the values that are allowed.`)
  return graphError(131009, `${name}: ${issue.message}`)
}

/** text.body → text['body'] */
function nameOf(path: readonly PropertyKey[]): string {
  const [first, ...rest] = path
  if (first === undefined) return ''
  return String(first) + rest.map((key) => (typeof key === 'number' ? `[${key}]` : `['${String(key)}']`)).join('')
}

function valueAt(body: unknown, path: readonly PropertyKey[]): unknown {
  let value = body
  for (const key of path) {
    if (typeof value !== 'object' || value === null) return undefined
    value = Reflect.get(value, key)
  }
  return value
}
