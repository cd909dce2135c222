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

/** What takes longest begins first, so that at the end no worker is left alone with it. The others by their size. */
export class LongestFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    return (await super.sort(files)).toSorted((a, b) => rank(a.moduleId) - rank(b.moduleId))
  }
}

function rank(file: string): number {
  const ofProduct = /\/tests\/(?:.*\/)?([^/]+)\.test\.ts$/.exec(file)
  if (!ofProduct) return longest.length + 1
  const place = longest.indexOf(ofProduct[1] ?? '')
  return place === -1 ? longest.length : place
}
