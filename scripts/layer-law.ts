import { readFileSync, writeFileSync } from 'node:fs'
import path from 'node:path'

/*
 * Who may import whom, as ARCHITECTURE.md says it, in a table; `node scripts/layer-law.ts` makes biome.layers.json of it, with
 * `--check` it only says whether that file is of this table. One override for each depth of a folder: Biome sees the text of an
 * import, not the file that it leads to, so '../../media/' is a layer or not by where it stands.
 */
const layers: Readonly<Record<string, readonly string[]>> = {
  config: [],
  store: [],
  events: ['store'],
  jobs: ['store', 'events', 'access'],
  search: ['store'],
  access: ['store', 'events', 'http'],
  http: [],
  sealing: ['store'],
  transports: ['search'],
  retention: ['store', 'events', 'jobs', 'search'],
  ingest: ['store', 'events', 'jobs', 'search', 'transports'],
  outbox: ['store', 'events', 'search', 'transports'],
  media: ['store', 'events', 'http', 'transports', 'outbox'],
  echo: ['store', 'events', 'outbox'],
  liquid: [],
  accounts: ['store', 'events', 'transports', 'outbox', 'sealing'],
  templates: ['store', 'events', 'search', 'transports', 'outbox', 'liquid'],
  broadcasts: ['store', 'events', 'outbox', 'liquid'],
  teamwork: ['store', 'events', 'liquid'],
  'outgoing-webhooks': ['store', 'events', 'http', 'sealing'],
  metrics: ['store', 'events'],
  people: ['store', 'events', 'access', 'sealing', 'http'],
  simulator: [],
}
/** They may see every layer but configuration and the simulator, and never each other. */
const interfaces = ['webhooks', 'rest', 'mcp', 'live', 'compat', 'people', 'console']

/** A pure function that the store's search columns are made with. */
const exceptions: Readonly<Record<string, readonly string[]>> = { store: ['search/normalise-text.ts'] }
const deepest = 5
const src = 'packages/server/src'
const composition = ['context.ts', 'main.ts', 'start-server.ts', 'compose-*.ts']
const known = [...Object.keys(layers), 'interfaces', 'startup']

interface Pattern {
  readonly group: readonly string[]
  readonly message: string
}

const readArchitecture = "(ARCHITECTURE.md, 'Who may import whom')"
const ownName: Pattern = {
  group: ['@switchboard/server', '@switchboard/server/**', '@switchboard/cli', '@switchboard/cli/**'],
  message: "Inside the server, import by relative path: a package's own name goes round the layer law.",
}
const concreteTransport = (up: string): Pattern => ({
  group: [`${up}transports/*/**`],
  message:
    'Only context.ts names a concrete transport. Depend on transports/webhook-reader.ts, transport.ts or inbound-item.ts, and take the implementation as an argument.',
})
const theComposition = (up: string): Pattern => ({
  group: composition.map((file) => `${up}${file}`),
  message:
    'context.ts composes the layers and main.ts runs them; nothing imports them. Take what you need as an argument.',
})

function patternsOf(layer: string, sees: readonly string[], depth: number): Pattern[] {
  const up = '../'.repeat(depth)
  const refused = known.filter((other) => other !== layer && !sees.includes(other))
  const allowed = exceptions[layer] ?? []
  const but = allowed.length > 0 ? ` (and ${allowed.join(', ')})` : ''
  const seen = sees.length === 0 ? `no other layer${but}` : `${sees.join(', ')}${but}`
  return [
    {
      group: [...refused.map((other) => `${up}${other}/**`), ...allowed.map((file) => `!${up}${file}`)],
      message: `${layer}/ may not import this layer. It may see ${seen} and the contract package; let the layer above call in and pass what is needed ${readArchitecture}.`,
    },
    ...(layer === 'transports' ? [] : [concreteTransport(up)]),
    theComposition(up),
    ownName,
  ]
}

function patternsOfInterface(kind: string | undefined, depth: number): Pattern[] {
  const up = '../'.repeat(depth)
  const siblings = interfaces.filter((other) => other !== kind)
  const toSiblings: Pattern = {
    group: siblings.map((other) => `${'../'.repeat(depth - 1)}${other}/**`),
    message: `interfaces/${kind} and this interface are siblings and do not import each other. What both need goes into the layer below, or into interfaces/ itself.`,
  }
  return [
    {
      group: ['config', 'simulator', 'startup'].map((other) => `${up}${other}/**`),
      message: `interfaces/ may not read configuration nor start anything: take the two or three values as an argument ${readArchitecture}.`,
    },
    ...(kind === undefined ? [] : [toSiblings]),
    concreteTransport(up),
    theComposition(up),
    ownName,
  ]
}

function override(folder: string, below: number, patterns: readonly Pattern[]) {
  const includes = [`${src}/${folder}/${'*/'.repeat(below)}*.ts`, '!**/*.test.ts', '!**/*.case.ts']
  const noRestrictedImports = { level: 'error', options: { patterns } }
  return { includes, linter: { rules: { style: { noRestrictedImports } } } }
}

const depths = Array.from({ length: deepest }, (_, below) => below)
const overrides = [
  ...Object.entries(layers).flatMap(([layer, sees]) =>
    depths.map((below) => override(layer, below, patternsOf(layer, sees, below + 1))),
  ),
  ...depths.map((below) => override('interfaces', below, patternsOfInterface(undefined, below + 1))),
  ...interfaces.flatMap((kind) =>
    depths.map((below) => override(`interfaces/${kind}`, below, patternsOfInterface(kind, below + 2))),
  ),
]

const file = path.join(import.meta.dirname, '../biome.layers.json')
const text = `{"overrides":[\n${overrides.map((each) => JSON.stringify(each)).join(',\n')}\n]}\n`
if (process.argv.includes('--check')) {
  if (readFileSync(file, 'utf8') !== text) {
    console.error('biome.layers.json is not what scripts/layer-law.ts makes. Make it again: node scripts/layer-law.ts')
    process.exitCode = 1
  }
} else writeFileSync(file, text)
