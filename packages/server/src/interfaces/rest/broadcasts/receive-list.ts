import type { IncomingMessage } from 'node:http'
import { PassThrough, type Readable } from 'node:stream'
import { finished, pipeline } from 'node:stream/promises'
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
  if (!format) throw new Refusal('unsupported-media-type')
  return { body: request, format }
}

/**
 * The one file of a multipart form (`file`), as it arrives. What follows it is read and thrown away.
 * @throws {Refusal} upload-invalid where there is none
 */
export async function listOfForm(request: IncomingMessage): Promise<ReceivedList> {
  const form = openForm(request)
  const found = Promise.withResolvers<ReceivedList>()
  form.on('file', (field, file, filename, _encoding, type) => {
    if (field !== 'file') {
      file.resume()
      return found.reject(invalid(`Name the part "file", not "${field.slice(0, 60)}".`))
    }
    const format = formatOf(type, filename)
    if (!format) {
      file.resume()
      return found.reject(
        invalid('Say what the file is: its name ends in .csv or .ndjson, or its part has such a type.'),
      )
    }
    const body = new PassThrough()
    // A form that breaks off breaks the file off: its reader hears of it.
    pipeline(file, body).catch((error: unknown) => body.destroy(error instanceof Error ? error : undefined))
    found.resolve({ body, format })
  })
  form.on('error', (error) => found.reject(invalid('The form is broken: it does not end as forms do.', error)))
  form.on('finish', () => found.reject(invalid('The form has no part "file" with a file in it.')))
  request.pipe(form)
  finished(request, { writable: false }).catch((error: unknown) => {
    const cause = error instanceof Error ? error : new Error('the request broke off')
    form.destroy(cause)
  })
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
