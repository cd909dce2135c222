import { createReadStream } from 'node:fs'
import { readdir, readFile, stat } from 'node:fs/promises'
import path from 'node:path'
import { createInterface } from 'node:readline'

/** A raw body and where it was found, for reports. */
export interface FoundBody {
  readonly body: Buffer
  /** `file.json`, `file.json[3]` or `file.ndjson:12`. */
  readonly from: string
}

/** A whole `.json` file is held in memory; NDJSON is read line by line and may be of any length. */
const largestJsonFile = 64 * 1024 * 1024

/**
 * Raw bodies in files and folders: a `.json` file is one body (an array: one for each member), each line of `.ndjson` or
 * `.jsonl` is one. Folders are read in order of names, their other files are passed over; a file that is named itself is read
 * whatever it is called.
 *
 * @throws if a path can't be read, or a JSON file is larger than 64 MB.
 */
export async function* rawBodies(paths: readonly string[]): AsyncGenerator<FoundBody> {
  for (const from of paths) {
    if ((await stat(from)).isDirectory()) yield* folder(from)
    else if (isLines(from)) yield* lines(from)
    else yield* whole(from)
  }
}

async function* folder(directory: string): AsyncGenerator<FoundBody> {
  const entries = await readdir(directory, { withFileTypes: true })
  for (const entry of entries.toSorted((a, b) => (a.name < b.name ? -1 : 1))) {
    const from = path.join(directory, entry.name)
    if (entry.isDirectory()) yield* folder(from)
    else if (entry.isFile() && isLines(from)) yield* lines(from)
    else if (entry.isFile() && from.endsWith('.json')) yield* whole(from)
  }
}

function isLines(file: string): boolean {
  return /\.(ndjson|jsonl)$/i.test(file)
}

async function* lines(file: string): AsyncGenerator<FoundBody> {
  let number = 0
  for await (const line of createInterface({ input: createReadStream(file), crlfDelay: Number.POSITIVE_INFINITY })) {
    number += 1
    if (line.trim() !== '') yield { body: Buffer.from(line), from: `${file}:${number}` }
  }
}

async function* whole(file: string): AsyncGenerator<FoundBody> {
  const { size } = await stat(file)
  if (size > largestJsonFile) {
    throw new Error(`${file} has ${size} bytes; give more than 64 MB as NDJSON, one body a line`)
  }
  const body = await readFile(file)
  const members = arrayIn(body)
  if (!members) yield { body, from: file }
  else
    for (const [index, member] of members.entries())
      yield { body: Buffer.from(JSON.stringify(member)), from: `${file}[${index}]` }
}

function arrayIn(body: Buffer): unknown[] | null {
  try {
    const value: unknown = JSON.parse(body.toString('utf8'))
    return Array.isArray(value) ? value : null
  } catch {
    return null // whoever takes the body says what is wrong with it
  }
}
