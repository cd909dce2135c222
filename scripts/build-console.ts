import { readdir, readFile, utimes, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { promisify } from 'node:util'
import { brotliCompress, constants, gzip } from 'node:zlib'
import { build } from 'vite'

/*
 * Builds packages/console into its dist/, and puts a compressed copy beside what is worth it, so that the server never compresses
 * while it answers.
 */
const root = path.join(import.meta.dirname, '../packages/console')
const dist = path.join(root, 'dist')
const compressible = /\.(js|css|svg)$/

await build({ root, configFile: path.join(root, 'vite.config.ts'), logLevel: 'warn' })
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
