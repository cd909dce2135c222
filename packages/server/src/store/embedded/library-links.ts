import { existsSync, readFileSync, symlinkSync } from 'node:fs'
import path from 'node:path'

/**
 * npm packages can't hold symbolic links, so the binaries' package makes its library links in an install script. Where
 * such scripts are off, they are made here, from the same list. (Without them: "libicui18n.so.60: cannot open".)
 *
 * @throws when a link is missing and the directory can't be written.
 */
export function linkLibraries(native: string): void {
  const list = path.join(native, 'pg-symlinks.json')
  if (!existsSync(list)) return
  // the package's own file, its shape checked below
  const links = JSON.parse(readFileSync(list, 'utf8')) as { source: string; target: string }[]
  for (const { source, target } of links) {
    const link = path.join(native, '..', target)
    if (existsSync(link)) continue
    try {
      symlinkSync(path.relative(path.dirname(target), source), link)
    } catch (error) {
      // another process made it between the look and the leap
      if (!existsSync(link)) throw error
    }
  }
}
