import type { IncomingHttpHeaders } from 'node:http'
import { finished, type Readable } from 'node:stream'
import { Busboy, type BusboyInstance } from '@fastify/busboy'
import { Refusal } from '../refusal.ts'
import { fileName } from './file-name.ts'
import { dropBlob, FileTooLarge, type LooseBlob, type MediaStore, type StoreOptions, storeBlob } from './store-blob.ts'

export interface ReceivedFile {
  readonly loose: LooseBlob
  readonly claimedType: string | null
  readonly filename: string | null
}

/**
 * Takes the one file of a multipart form (`file`) into the store as it arrives; a field `filename` names it otherwise. When it
 * fails, the rest of the body is read and thrown away, so that the answer gets through, and nothing stays behind.
 * @throws {Refusal}
 */
export async function receiveForm(
  store: MediaStore,
  body: Readable,
  headers: IncomingHttpHeaders,
  options: StoreOptions,
): Promise<ReceivedFile> {
  const broken = new AbortController()
  const signal = options.signal ? AbortSignal.any([options.signal, broken.signal]) : broken.signal
  const form = openForm(headers)
  let storing: Promise<LooseBlob> | undefined
  let claimedType: string | null = null
  let filename: string | null = null
  let named: string | null = null
  let fault: unknown
  const fail = (reason: unknown): void => {
    fault ??= reason
    broken.abort()
  }
  form.on('file', (field, file, given, _encoding, type) => {
    // What breaks it breaks the form too, and is heard of there.
    file.on('error', () => {})
    if (field !== 'file' || storing) {
      file.resume()
      return fail(
        invalid(storing ? 'There are two files; send one at a time.' : `Name the part "file", not "${field}".`),
      )
    }
    filename = fileName(given)
    claimedType = type || null
    storing = storeBlob(store, file, { ...options, signal })
    storing.catch(fail)
  })
  form.on('field', (name, value) => {
    if (name === 'filename') named = fileName(value)
  })
  await parsed(body, form, signal).catch(fail)
  const loose = await storing?.catch(fail)
  if (fault === undefined && loose?.sizeBytes === 0) fail(new Refusal('media-empty'))
  if (fault === undefined && loose) return { loose, claimedType, filename: named ?? filename }
  if (loose) await dropBlob(store, loose.key).catch(() => {}) // the sweep does it later
  throw fault === undefined ? invalid('The form has no part "file" with a file in it.') : refusalOf(fault, options)
}

function openForm(headers: IncomingHttpHeaders): BusboyInstance {
  try {
    const limits = { fields: 10, fieldSize: 4_096, files: 2, parts: 12, headerPairs: 20, headerSize: 8_192 }
    return new Busboy({ headers: { ...headers, 'content-type': headers['content-type'] ?? '' }, limits })
  } catch (error) {
    throw new Refusal('media-upload-invalid', { detail: 'The form has no boundary.', cause: error })
  }
}

/** Resolves when the form is read. The body is not destroyed, come what may: the answer goes over its connection. */
async function parsed(body: Readable, form: BusboyInstance, signal: AbortSignal): Promise<void> {
  try {
    await new Promise<void>((resolve, reject) => {
      const stop = () => reject(signal.reason)
      if (signal.aborted) return stop()
      signal.addEventListener('abort', stop, { once: true })
      form.once('finish', resolve)
      form.once('error', (error) => reject(invalid('The form is broken: it does not end as forms do.', error)))
      finished(body, (error) => error && reject(new Refusal('media-upload-broken', { cause: error })))
      body.pipe(form)
    })
  } finally {
    form.on('error', () => {})
    body.unpipe(form)
    body.resume()
  }
}

function invalid(detail: string, cause?: unknown): Refusal {
  return new Refusal('media-upload-invalid', { detail, cause })
}

function refusalOf(error: unknown, { maxBytes, signal }: StoreOptions): unknown {
  if (error instanceof FileTooLarge) return tooLarge(maxBytes)
  if (signal?.aborted) return new Refusal('media-upload-broken', { detail: 'Nothing came for too long.', cause: error })
  return error
}

export function tooLarge(maxBytes: number): Refusal {
  return new Refusal('media-too-large', { detail: `At most ${maxBytes} bytes are taken.` })
}
