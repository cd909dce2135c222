import { randomBytes } from 'node:crypto'
import { Readable } from 'node:stream'
import { unclearAnswer } from '../../no-answer.ts'
import type { MediaUpload, TransportAccount } from '../../transport.ts'
import { wordAt } from '../webhook/json-fields.ts'
import type { Graph } from './graph.ts'

/**
 * `POST /{phone-number-id}/media`, multipart and streamed: no more than a chunk of the file is in memory. Meta keeps it for 30
 * days. Destroys the stream when it fails.
 */
export async function uploadMedia(
  graph: Graph,
  account: TransportAccount,
  upload: MediaUpload,
): Promise<{ readonly providerMediaId: string }> {
  const form = formAround(upload)
  try {
    const answer = await graph.ask(account, {
      method: 'POST',
      path: [account.externalId, 'media'],
      stream: form,
      private: [upload.filename],
    })
    const providerMediaId = wordAt(answer, 'id')
    if (providerMediaId === undefined) throw unclearAnswer('Meta', 200, 'none')
    return { providerMediaId }
  } catch (error) {
    upload.body.destroy()
    throw error
  }
}

interface StreamedForm {
  readonly body: Readable
  readonly headers: Readonly<Record<string, string>>
}

/** multipart/form-data by RFC 7578, by hand because undici's FormData takes only files that it can read twice. */
function formAround({ body, mimeType, filename, sizeBytes }: MediaUpload): StreamedForm {
  const boundary = `switchboard-${randomBytes(16).toString('hex')}`
  const line = `--${boundary}\r\n`
  const field = (name: string, value: string) =>
    `${line}content-disposition: form-data; name="${name}"\r\n\r\n${value}\r\n`
  const type = withoutBreaks(mimeType)
  const before = Buffer.from(
    field('messaging_product', 'whatsapp') +
      field('type', type) +
      `${line}content-disposition: form-data; name="file"; filename="${escaped(filename)}"\r\ncontent-type: ${type}\r\n\r\n`,
  )
  const after = Buffer.from(`\r\n--${boundary}--\r\n`)
  async function* parts(): AsyncGenerator<Buffer> {
    yield before
    yield* body
    yield after
  }
  const length = sizeBytes === undefined ? undefined : before.length + sizeBytes + after.length
  return {
    body: Readable.from(parts(), { objectMode: false }),
    headers: {
      'content-type': `multipart/form-data; boundary=${boundary}`,
      ...(length !== undefined && { 'content-length': String(length) }),
    },
  }
}

/** As browsers write names of files. https://html.spec.whatwg.org/#multipart-form-data */
function escaped(filename: string): string {
  return filename.replaceAll('\r', '%0D').replaceAll('\n', '%0A').replaceAll('"', '%22')
}

function withoutBreaks(mimeType: string): string {
  return mimeType.replace(/[\r\n]/g, ' ')
}
