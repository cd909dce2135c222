import { hasScopes } from '../../../access/permissions.ts'
import type { Principal } from '../../../access/principal.ts'
import { compatTools } from '../compat/index.ts'
import { readTools, sendTools } from './index.ts'
import { type Tool, type Toolset, toolsets } from './tool.ts'

/** Tools by the name that a client sees. */
export type Catalogue = ReadonlyMap<string, Tool>

/** Which tools somebody asked for. */
export interface Selection {
  readonly toolsets: ReadonlySet<Toolset>
  /** Nothing that sends or changes, whatever else is asked for or allowed. */
  readonly readOnly: boolean
}

/**
 * The tools of the toolsets that were asked for. Where one of ours and an older one have the same name (list_messages …) and
 * both are asked for, ours keeps it and the other is called `compat_…`: each name has one meaning, and nothing is hidden.
 */
export function catalogueOf({ toolsets: asked, readOnly }: Selection): Catalogue {
  const key = `${toolsets.filter((toolset) => asked.has(toolset)).join()} ${readOnly}`
  const known = catalogues.get(key)
  if (known) return known
  const catalogue = new Map<string, Tool>()
  const offered = (tool: Tool) => !readOnly || tool.annotations.readOnlyHint
  for (const tool of [...readTools, ...sendTools]) {
    if (asked.has(tool.toolset) && offered(tool)) catalogue.set(tool.name, tool)
  }
  if (asked.has('compat')) {
    for (const tool of compatTools.filter(offered)) {
      const namesake = catalogue.get(tool.name)
      // The same tool under both roofs.
      if (namesake?.call === tool.call) continue
      const name = namesake ? `compat_${tool.name}` : tool.name
      catalogue.set(name, { ...tool, name })
    }
  }
  catalogues.set(key, catalogue)
  return catalogue
}

/** One per combination of toolsets, with and without those that write, so fourteen; made when first asked for. */
const catalogues = new Map<string, Catalogue>()

/** What a credential may call; the rest is not even listed. */
export function allowedTools(catalogue: Catalogue, principal: Principal): Tool[] {
  return [...catalogue.values()].filter((tool) => hasScopes(principal, tool.scopes))
}

/**
 * `?toolsets=read,send,compat` of the endpoint's URL, the one way that every client has.
 * @returns the unknown name, as a string, where one is unknown
 */
export function parseToolsets(asked: string | undefined, byDefault: readonly Toolset[]): ReadonlySet<Toolset> | string {
  if (asked === undefined || asked === '') return new Set(byDefault)
  const chosen = new Set<Toolset>()
  for (const name of asked.split(',').map((part) => part.trim())) {
    const toolset = toolsets.find((known) => known === name)
    if (!toolset) return name
    chosen.add(toolset)
  }
  return chosen
}
