import { createHash } from 'node:crypto'
import type { z } from 'zod'
import {
  encodeFrame,
  formatVersion,
  type Header,
  headerSchema,
  type Manifest,
  manifestSchema,
  tableSchema,
} from './format.ts'
import type { BackupProgress } from './progress.ts'
import { damaged, notABackup, readFrames } from './read-frames.ts'
import { countLines } from './write-frames.ts'

export interface VerifiedBackup {
  readonly header: Header
  readonly manifest: Manifest
}

/**
 * Reads a backup through, comparing its checksum and its rows with what its manifest says. Touches no database.
 *
 * @throws BackupError `not_a_backup`, `damaged`, `newer_schema` (a format that a later Switchboard writes)
 */
export async function verifyBackup(
  file: string,
  onProgress: (progress: BackupProgress) => void = () => {},
): Promise<VerifiedBackup> {
  const hash = createHash('sha256')
  let header: Header | undefined
  let manifest: Manifest | undefined
  let table: string | undefined
  const rows: Record<string, number> = {}
  for await (const { kind, payload } of readFrames(file)) {
    if (manifest) throw damaged(file, 'something follows its end')
    if (!header && kind !== 'H') throw notABackup(file)
    if (kind === 'F') {
      manifest = parse(manifestSchema, payload, file)
      continue
    }
    for (const part of encodeFrame(kind, payload)) hash.update(part)
    if (kind === 'H') header = parseHeader(payload, file)
    if (kind === 'T') {
      table = parse(tableSchema, payload, file).name
      rows[table] = 0
    }
    if (kind === 'D') {
      if (table === undefined) throw damaged(file, 'rows stand before the first table')
      rows[table] = (rows[table] ?? 0) + countLines(payload)
    }
    if (table) report(table)
  }
  if (!header) throw notABackup(file)
  if (!manifest) throw damaged(file, 'it ends in the middle')
  if (manifest.sha256 !== hash.digest('hex')) throw damaged(file, 'its checksum is another')
  return { header, manifest }

  function report(name: string): void {
    const done = Object.keys(rows).length
    onProgress({ phase: 'verify', table: name, rows: rows[name] ?? 0, totalRows: 0, tables: { done, of: done } })
  }
}

function parseHeader(payload: Buffer, file: string): Header {
  const header = headerSchema.safeParse(json(payload))
  if (!header.success) throw notABackup(file, header.error)
  if (header.data.version > formatVersion) {
    throw damaged(file, `its format (${header.data.version}) is newer than this Switchboard's (${formatVersion})`)
  }
  return header.data
}

export function parse<Schema extends z.ZodType>(schema: Schema, payload: Buffer, file: string): z.infer<Schema> {
  const result = schema.safeParse(json(payload))
  if (!result.success) throw damaged(file, 'a part of it can not be read', result.error)
  return result.data
}

function json(payload: Buffer): unknown {
  try {
    return JSON.parse(payload.toString())
  } catch {
    return undefined // no schema takes it
  }
}
