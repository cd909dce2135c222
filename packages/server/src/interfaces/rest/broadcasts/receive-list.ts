import type { IncomingMessage } from 'node:http'
import { PassThrough, type Readable } from 'node:stream'
import { finished } from 'node:stream/promises'
import { Busboy, type BusboyInstance } from '@fastify/busboy'
import { Refusal } from '../../problem.ts'

export type ListFormat = 'csv' | 'ndjson'

export interface ReceivedList {
  readonly body: Readable
  readonly format: ListFormat
}

const types: Readonly<Record<string, ListFormat>> = {
  'text/csv': 'csv',
  'application/csv': 'csv',
  'text/tab-separated-values': 'csv',
  'application/x-ndjson': 'ndjson',
  'application/ndjson': 'ndjson',
  'application/jsonl': 'ndjson',
}
export const rawTypes = Object.keys(types)

/** A list that is the whole body. */
export function listOfBody(request: IncomingMessage): ReceivedList {
  const format = formatOf(request.headers['content-type'], undefined)
  if (!format) throw new Refusal('unsupported-media-type', { detail: `A list is ${rawTypes.join(', ')}.` })
  return { body: request, format }
}

/**
 * The one file of a multipart form (`file`), as it arrives. What follows it is read and thrown away.
 * @throws {Refusal} upload-invalid where there is none
 */
export async function listOfForm(request: IncomingMessage): Promise<ReceivedList> {
  const form = openForm(request)
  const found = Promise.withResolvers<ReceivedList>()
  const body = new PassThrough()
  let begun = false
  // Whoever waits for the list hears of it, and so does whoever reads it already.
  const fail = (reason: Refusal): void => {
    found.reject(reason)
    body.destroy(reason)
  }
  body.on('error', () => {})
  form.on('file', (field, file, filename, _encoding, type) => {
    file.on('error', () => {})
    const format = formatOf(type, filename)
    if (field !== 'file' || !format || begun) file.resume()
    // Whose header may be another: read on, its lines would be taken for rows of the first.
    if (begun) return fail(invalid('There are two files; send one at a time.'))
    if (field !== 'file') return fail(invalid(`Name the part "file", not "${field.slice(0, 60)}".`))
    if (!format)
      return fail(invalid('Say what the file is: its name ends in .csv or .ndjson, or its part has such a type.'))
    begun = true
    // It has ended when the form has: another file may follow.
    file.pipe(body, { end: false })
    found.resolve({ body, format })
  })
  form.on('error', (error) => fail(invalid('The form is broken: it does not end as forms do.', error)))
  form.on('finish', () => {
    body.end()
    found.reject(invalid('The form has no part "file" with a file in it.'))
  })
  request.pipe(form)
  finished(request, { writable: false }).catch((error: unknown) => fail(new Refusal('upload-broken', { cause: error })))
  return found.promise
}

function openForm(request: IncomingMessage): BusboyInstance {
  try {
    const limits = { fields: 0, files: 2, parts: 3, headerPairs: 20, headerSize: 8_192 }
    const type = request.headers['content-type'] ?? ''
    return new Busboy({ headers: { ...request.headers, 'content-type': type }, limits })
  } catch (error) {
    throw invalid('The form has no boundary.', error)
  }
}

function formatOf(type: string | undefined, filename: string | undefined): ListFormat | undefined {
  const ending = /\.(csv|tsv|txt|ndjson|jsonl)$/i.exec(filename ?? '')?.[1]?.toLowerCase()
  if (ending !== undefined) return ending === 'ndjson' || ending === 'jsonl' ? 'ndjson' : 'csv'
  return types[(type ?? '').split(';')[0]?.trim().toLowerCase() ?? '']
}

function invalid(detail: string, cause?: unknown): Refusal {
  return new Refusal('upload-invalid', { detail, cause })
}
