import { spawnSync } from 'node:child_process'
import { cpSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'

const root = path.join(import.meta.dirname, '..')
const bin = path.join(root, 'node_modules/.bin')
let tree = ''

/** A tree of its own with our lint configuration, so that a planted violation never stands in the real one. */
beforeAll(() => {
  tree = mkdtempSync(path.join(tmpdir(), 'switchboard-law-'))
  const biome = JSON.parse(readFileSync(path.join(root, 'biome.json'), 'utf8')) as { vcs: { enabled: boolean } }
  biome.vcs.enabled = false
  writeFileSync(path.join(tree, 'biome.json'), JSON.stringify(biome))
  for (const file of ['biome.layers.json', '.oxlintrc.json', 'tsconfig.json', 'package.json'])
    cpSync(path.join(root, file), path.join(tree, file))
  symlinkSync(path.join(root, 'node_modules'), path.join(tree, 'node_modules'))
})
afterAll(() => rmSync(tree, { recursive: true, force: true }))

function plant(files: Readonly<Record<string, string>>): void {
  rmSync(path.join(tree, 'packages'), { recursive: true, force: true })
  for (const [file, content] of Object.entries(files)) {
    mkdirSync(path.dirname(path.join(tree, file)), { recursive: true })
    writeFileSync(path.join(tree, file), content)
  }
}

function lint(program: 'biome' | 'oxlint'): { readonly status: number | null; readonly said: string } {
  const args = program === 'biome' ? ['lint', '--error-on-warnings', '.'] : ['--deny-warnings', 'packages']
  const { status, stdout, stderr } = spawnSync(path.join(bin, program), args, { cwd: tree, encoding: 'utf8' })
  return { status, said: `${stdout}${stderr}`.replaceAll(/\s+/g, ' ') }
}

const src = 'packages/server/src'
const violations: readonly (readonly [what: string, file: string, code: string, says: string])[] = [
  [
    'store imports a layer above',
    `${src}/store/queries/a.ts`,
    `import '../../ingest/b.ts'`,
    'store/ may not import this layer',
  ],
  ['store imports search', `${src}/store/a.ts`, `import '../search/b.ts'`, 'store/ may not import this layer'],
  ['the outbox imports a feature on it', `${src}/outbox/a.ts`, `import '../echo/b.ts'`, 'outbox/ may not import'],
  ['the simulator imports the product', `${src}/simulator/a.ts`, `import '../store/b.ts'`, 'simulator/ may not import'],
  [
    'an interface imports the simulator',
    `${src}/interfaces/rest/a.ts`,
    `import '../../simulator/b.ts'`,
    'nor start anything',
  ],
  ['events import ingest', `${src}/events/a.ts`, `import '../ingest/b.ts'`, 'events/ may not import this layer'],
  ['jobs import retention', `${src}/jobs/a.ts`, `import '../retention/b.ts'`, 'jobs/ may not import this layer'],
  [
    'ingest imports an interface',
    `${src}/ingest/a.ts`,
    `import '../interfaces/b.ts'`,
    'ingest/ may not import this layer',
  ],
  [
    'ingest names a transport',
    `${src}/ingest/project/a.ts`,
    `import '../../transports/cloud-api/b.ts'`,
    'Only context.ts names a concrete transport',
  ],
  [
    'an interface names a transport',
    `${src}/interfaces/webhooks/a.ts`,
    `import '../../transports/cloud-api/b.ts'`,
    'Only context.ts names a concrete transport',
  ],
  [
    'an interface imports its sibling',
    `${src}/interfaces/rest/search/a.ts`,
    `import '../../mcp/b.ts'`,
    'are siblings and do not import each other',
  ],
  ['a layer imports the composition root', `${src}/access/a.ts`, `import '../context.ts'`, 'nothing imports them'],
  [
    'a layer reads configuration',
    `${src}/interfaces/live/a.ts`,
    `import '../../config/b.ts'`,
    'may not read configuration',
  ],
  [
    'the package is imported by its own name',
    `${src}/store/a.ts`,
    `import '@switchboard/server'`,
    'goes round the layer law',
  ],
  [
    'a dynamic import goes up',
    `${src}/store/a.ts`,
    `export const b = await import('../jobs/b.ts')`,
    'store/ may not import this layer',
  ],
  [
    'the contract imports more than zod',
    'packages/contract/src/a.ts',
    `import 'pg'`,
    'imports zod and its own files only',
  ],
  [
    'the command line reaches into the server',
    'packages/cli/src/a.ts',
    `import '@switchboard/server/src/b.ts'`,
    'Export it there',
  ],
  [
    'the environment is read outside of config',
    `${src}/ingest/a.ts`,
    'export const a = process.env.PORT',
    'noProcessEnv',
  ],
  ['the process is ended outside of main', `${src}/ingest/a.ts`, 'process.exit(1)', 'noProcessExit'],
  ['something has type any', `${src}/ingest/a.ts`, 'export const a = (b: any) => b', 'noExplicitAny'],
  ['there is a default export', `${src}/ingest/a.ts`, 'export default 1', 'noDefaultExport'],
]

test.each(violations)('the linter refuses and teaches when %s', (_what, file, code, says) => {
  plant({ [file]: `${code}\n` })
  const { status, said } = lint('biome')
  expect(said).toContain(says)
  expect(status).not.toBe(0)
})

test('every folder of the server has its place in the table, and the rules are made of it', () => {
  const made = spawnSync(process.execPath, [path.join(root, 'scripts/layer-law.ts'), '--check'], { encoding: 'utf8' })
  expect(made).toMatchObject({ status: 0, stderr: '' })
  const rules = readFileSync(path.join(root, 'biome.layers.json'), 'utf8')
  const folders = readdirSync(path.join(root, src), { withFileTypes: true }).filter((entry) => entry.isDirectory())
  const composing = ['startup', 'testing']
  const without = folders.filter(({ name }) => !composing.includes(name) && !rules.includes(`"${src}/${name}/*.ts"`))
  expect(without.map(({ name }) => name)).toEqual([])
})

test('the linter refuses a cycle of imports', () => {
  plant({
    [`${src}/ingest/a.ts`]: `import { b } from './b.ts'\nexport const a = () => b()\n`,
    [`${src}/ingest/b.ts`]: `import { a } from './a.ts'\nexport const b = (): unknown => a()\n`,
  })
  expect(lint('biome')).toMatchObject({ said: expect.stringContaining('noImportCycles') })
})

test('the linter refuses a promise that nobody waits for', () => {
  plant({ [`${src}/ingest/a.ts`]: 'const work = async () => 1\nwork()\n' })
  expect(lint('oxlint')).toMatchObject({ status: 1, said: expect.stringContaining('no-floating-promises') })
})

test('what the law allows passes', () => {
  plant({
    [`${src}/store/b.ts`]: 'export const b = 1\n',
    [`${src}/ingest/a.ts`]: `export { b } from '../store/b.ts'\n`,
    [`${src}/interfaces/rest/search/a.ts`]: `export { b } from '../../../ingest/a.ts'\n`,
    [`${src}/context.ts`]: `export { c } from './transports/cloud-api/c.ts'\n`,
    [`${src}/transports/cloud-api/c.ts`]: 'export const c = 1\n',
  })
  expect(lint('biome')).toMatchObject({ status: 0 })
})
