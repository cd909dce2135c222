import { readFileSync } from 'node:fs'
import path from 'node:path'
import { gzipSync } from 'node:zlib'

/* What a browser loads before it shows the first page, and what single pages add, compressed; ends with 1 above a budget. */
interface Chunk {
  readonly file: string
  readonly isEntry?: boolean
  readonly imports?: readonly string[]
  readonly css?: readonly string[]
}

const dist = path.join(import.meta.dirname, '../packages/console/dist')
const shellKilobytes = 220
/** What one page may add, with what it loads lazily left out. */
const pageKilobytes = 90

const manifest = JSON.parse(readFileSync(path.join(dist, '.vite/manifest.json'), 'utf8')) as Record<string, Chunk> // Vite's own format

function filesOf(name: string, seen = new Set<string>()): Set<string> {
  const chunk = manifest[name]
  if (!chunk || seen.has(chunk.file)) return seen
  for (const file of [chunk.file, ...(chunk.css ?? [])]) seen.add(file)
  for (const imported of chunk.imports ?? []) filesOf(imported, seen)
  return seen
}

function kilobytesOf(files: Iterable<string>): number {
  let bytes = 0
  for (const file of files) bytes += gzipSync(readFileSync(path.join(dist, file))).length
  return bytes / 1_000
}

const entry = Object.keys(manifest).find((name) => manifest[name]?.isEntry && name.endsWith('.html'))
if (!entry) throw new Error('the build has no entry: make console')
const shell = filesOf(entry)
const rows = [{ name: 'shell', size: kilobytesOf(shell), most: shellKilobytes }]
for (const name of Object.keys(manifest).filter((name) => /^src\/routes\/.*-page\.tsx$/.test(name)))
  rows.push({ name, size: kilobytesOf([...filesOf(name)].filter((file) => !shell.has(file))), most: pageKilobytes })
for (const { name, size, most } of rows)
  console.log(`${name.padEnd(56)} ${size.toFixed(1).padStart(7)} KB of ${most}${size > most ? '   TOO BIG' : ''}`)
if (rows.some(({ size, most }) => size > most)) process.exitCode = 1
