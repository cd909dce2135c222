import { BaseSequencer, type TestSpecification } from 'vitest/node'

/** Of those that start servers, which all take long, the longest. */
const longest = [
  'lifecycle',
  'commands',
  'people',
  'mcp-elicitation',
  'broadcasts',
  'local-simulator',
  'audit',
  'readme',
]

/**
 * Files that drive a browser, files that start servers, and those of single parts, spread evenly among each other: the first keep both
 * cores busy and are rarely beside another of their kind, and the last mostly wait for Postgres. Of each kind what takes longest begins
 * first, so that at the end no worker is left alone with it; where there is no last run to tell, the largest.
 */
export class SpreadByKind extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const sorted = (await super.sort(files)).toSorted((a, b) => rank(a.moduleId) - rank(b.moduleId))
    const places = [...Map.groupBy(sorted, ({ moduleId }) => kindOf(moduleId)).values()].flatMap((kind) =>
      kind.map((file, index) => ({ file, at: index / kind.length })),
    )
    return places.toSorted((a, b) => a.at - b.at).map(({ file }) => file)
  }
}

function kindOf(file: string): 'browser' | 'product' | 'part' {
  if (file.includes('/tests/console/')) return 'browser'
  return file.includes('/packages/') ? 'part' : 'product'
}

function rank(file: string): number {
  const place = longest.indexOf(/([^/]+)\.test\.ts$/.exec(file)?.[1] ?? '')
  return place === -1 ? longest.length : place
}
