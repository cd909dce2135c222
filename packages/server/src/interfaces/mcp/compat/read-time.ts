import { ToolError } from '../tools/tool.ts'

/** Dates as the original takes them: ISO 8601, with or without time and offset; without an offset they are UTC. */
export function readTime(name: string, value: string | undefined): string | undefined {
  if (value === undefined || value === '') return undefined
  const text = value.trim().replace(' ', 'T')
  const complete = /T.*(Z|[+-]\d\d:?\d\d)$/i.test(text) || !text.includes('T') ? text : `${text}Z`
  const time = new Date(complete)
  if (Number.isNaN(time.getTime()))
    throw new ToolError(`${name} is not a date. Use e.g. 2026-11-21 or 2026-11-21T09:00:00+01:00.`)
  return time.toISOString()
}
