import { parseToolsets, type Selection } from '../tools/catalogue.ts'
import { type Toolset, toolsets } from '../tools/tool.ts'

const yes = new Set(['', 'true', '1'])
const no = new Set(['false', '0'])

/**
 * `?toolsets=read,send` and `?readOnly=true` of the endpoint's URL, the one thing that every client lets a person set.
 * @returns what was wrong, in words, as a string
 */
export function readSelection(query: unknown, byDefault: readonly Toolset[]): Selection | string {
  // A setting that is passed over, like `readonly`, would be taken for one that holds.
  const strange = Object.keys(query as object).find((name) => name !== 'toolsets' && name !== 'readOnly')
  if (strange !== undefined)
    return `There is no setting "${strange.slice(0, 50)}" in this URL. There are: toolsets, readOnly (with a capital O).`
  const { toolsets: asked, readOnly = 'false' } = query as {
    toolsets?: string | string[]
    readOnly?: string | string[]
  } // by the parser
  const chosen = parseToolsets(Array.isArray(asked) ? asked.join() : asked, byDefault)
  if (typeof chosen === 'string')
    return `There is no toolset "${chosen.slice(0, 50)}". There are: ${toolsets.join(', ')}.`
  // Said twice: whoever says yes once means it.
  const said = [readOnly].flat()
  if (said.some((word) => !yes.has(word) && !no.has(word))) return 'readOnly is true or false.'
  return { toolsets: chosen, readOnly: said.some((word) => yes.has(word)) }
}
