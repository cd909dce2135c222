import { type FetchRefusalCode, FetchRefused } from '../http/fetch-refused.ts'
import type { GuardedClient } from '../http/guarded-fetch.ts'
import { Refusal } from '../refusal.ts'
import { fileName } from './file-name.ts'
import { type ReceivedFile, tooLarge } from './receive-form.ts'
import { FileTooLarge, type MediaStore, type StoreOptions, storeBlob } from './store-blob.ts'

/**
 * Takes a file from an address that somebody named into the store, as it arrives.
 * @throws {FetchRefused}
 */
export async function fetchFile(
  store: MediaStore,
  client: GuardedClient,
  url: string,
  options: StoreOptions,
): Promise<ReceivedFile> {
  const { maxBytes, signal } = options
  const answer = await client.fetch({ url, maxBytes, signal })
  const { status, headers, body } = answer
  if (status < 200 || status > 299) {
    body.on('error', () => {}).destroy()
    throw new FetchRefused(
      'unreachable',
      `${new URL(answer.url).host} answered with status ${status} instead of a file.`,
    )
  }
  const coding = headers['content-encoding']
  if (coding !== undefined && coding !== 'identity') {
    body.on('error', () => {}).destroy()
    throw new FetchRefused('unreachable', `${new URL(answer.url).host} sends the file only compressed (${coding}).`)
  }
  const loose = await storeBlob(store, body, options)
  return { loose, claimedType: headers['content-type'] ?? null, filename: nameIn(answer.url) }
}

/** The last part of the path. */
function nameIn(address: string): string | null {
  const last = new URL(address).pathname.split('/').at(-1) ?? ''
  try {
    return fileName(decodeURIComponent(last))
  } catch (error) {
    if (error instanceof URIError) return fileName(last)
    throw error
  }
}

const codes: Record<FetchRefusalCode, 'media-address-refused' | 'media-address-unreachable' | 'media-too-large'> = {
  'address-invalid': 'media-address-refused',
  'address-not-public': 'media-address-refused',
  'too-many-redirects': 'media-address-refused',
  unreachable: 'media-address-unreachable',
  'too-slow': 'media-address-unreachable',
  'too-large': 'media-too-large',
}

/** For whoever asked us to fetch it. */
export function refusalOfFetch(error: unknown, maxBytes: number): unknown {
  if (error instanceof FileTooLarge) return tooLarge(maxBytes)
  if (!(error instanceof FetchRefused)) return error
  return new Refusal(codes[error.code], { detail: error.message, cause: error })
}
