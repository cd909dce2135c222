import { createHash } from 'node:crypto'
import { readdir, readFile, rename, utimes, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { promisify } from 'node:util'
import { brotliCompress, constants, gzip } from 'node:zlib'
import { build } from 'vite'

/*
 * Builds packages/console into its dist/, and puts a compressed copy beside what is worth it, so that the server never compresses
 * while it answers. `inbox.html` is `index.html` that names the inbox's code too, so that a browser asks for it at once.
 */
const root = path.join(import.meta.dirname, '../packages/console')
const dist = path.join(root, 'dist')
const compressible = /\.(js|css|svg)$/

await build({ root, configFile: path.join(root, 'vite.config.ts'), logLevel: 'warn' })
await nameByContent('early.js', 'theme.js')
await writeFile(path.join(dist, 'inbox.html'), await pageOfInbox())
const entries = await readdir(dist, { recursive: true, withFileTypes: true })
await Promise.all(
  entries
    .filter((entry) => entry.isFile() && compressible.test(entry.name))
    .map(async (entry) => {
      const file = path.join(entry.parentPath, entry.name)
      const content = await readFile(file)
      const params = { [constants.BROTLI_PARAM_QUALITY]: 9 }
      await writeFile(`${file}.br`, await promisify(brotliCompress)(content, { params }))
      await writeFile(`${file}.gz`, await promisify(gzip)(content))
    }),
)
// Vite keeps nothing of the time: make compares with this file's.
await utimes(path.join(dist, 'index.html'), new Date(), new Date())

/** Scripts of public/, which Vite takes as they are: kept by browsers as everything else is, and asked for by nobody twice. */
async function nameByContent(...names: readonly string[]): Promise<void> {
  const page = path.join(dist, 'index.html')
  for (const name of names) {
    const content = await readFile(path.join(dist, name))
    const hash = createHash('sha256').update(content).digest('base64url').slice(0, 8)
    const named = `assets/${path.basename(name, '.js')}-${hash}.js`
    await rename(path.join(dist, name), path.join(dist, named))
    const before = await readFile(page, 'utf8')
    const after = before.replace(`"/app/${name}"`, `"/app/${named}"`)
    if (after === before) throw new Error(`index.html names no /app/${name}, which is in packages/console/public.`)
    await writeFile(page, after)
  }
}

interface Chunk {
  readonly file: string
  readonly imports?: readonly string[]
}

async function pageOfInbox(): Promise<string> {
  const manifest = JSON.parse(await readFile(path.join(dist, '.vite/manifest.json'), 'utf8')) as Record<string, Chunk> // Vite's own format
  const filesOf = (name: string, seen = new Set<string>()): Set<string> => {
    const chunk = manifest[name]
    if (!chunk) throw new Error(`The build has no ${name}, which the page of the inbox begins with.`)
    if (seen.has(chunk.file)) return seen
    seen.add(chunk.file)
    for (const imported of chunk.imports ?? []) filesOf(imported, seen)
    return seen
  }
  const shell = filesOf('index.html')
  const inbox = ['first-data.ts', 'inbox-page.tsx'].flatMap((name) => [...filesOf(`src/routes/inbox/${name}`)])
  const links = [...new Set(inbox)]
    .filter((file) => !shell.has(file))
    .map((file) => `    <link rel="modulepreload" crossorigin href="/app/${file}">\n`)
  return (await readFile(path.join(dist, 'index.html'), 'utf8')).replace('  </head>', `${links.join('')}  </head>`)
}
