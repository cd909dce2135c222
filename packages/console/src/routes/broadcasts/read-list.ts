import type { ListAnswer, ReadList } from './list-worker-message.ts'

/** A list that can be sent: what it is of, and what was read of it. */
export interface GivenList {
  readonly blob: Blob
  readonly name: string
  readonly read: ReadList
}

const likeNumber = /^\+?[\d\s()./-]{6,}$/

/**
 * Reads a list in a worker. One that is a single column of numbers gets the line with the column's name that it lacks.
 * @throws {Error} what the browser says against reading it
 */
export async function readList(blob: Blob, name: string, onProgress: (rows: number) => void): Promise<GivenList> {
  const read = await inWorker(blob, onProgress)
  const [only] = read.columns
  if (read.columns.length !== 1 || only === undefined || !likeNumber.test(only)) return { blob, name, read }
  const named = new Blob(['phone\n', blob], { type: 'text/csv' })
  return { blob: named, name, read: await inWorker(named, onProgress) }
}

function inWorker(blob: Blob, onProgress: (rows: number) => void): Promise<ReadList> {
  const worker = new Worker(new URL('./read-list.worker.ts', import.meta.url), { type: 'module' })
  return new Promise<ReadList>((resolve, reject) => {
    worker.addEventListener('message', ({ data }: MessageEvent<ListAnswer>) => {
      if (data.kind === 'progress') onProgress(data.rows)
      else if (data.kind === 'read') resolve(data.list)
      else reject(new Error(data.reason))
    })
    worker.addEventListener('error', (event) => reject(new Error(event.message)))
    worker.postMessage(blob)
  }).finally(() => worker.terminate())
}

export type ListFault =
  | { readonly kind: 'listEmpty' }
  | { readonly kind: 'listNoHeader' }
  | { readonly kind: 'listTwoNames'; readonly name: string }
  | { readonly kind: 'listUnnamed'; readonly number: number }

/** What the server would refuse the whole list for; null: nothing. */
export function faultOf({ columns, rows }: ReadList): ListFault | null {
  if (rows === 0) return { kind: 'listEmpty' }
  if (columns.some((column) => likeNumber.test(column))) return { kind: 'listNoHeader' }
  const unnamed = columns.findIndex((column) => variableOf(column) === '')
  if (unnamed >= 0) return { kind: 'listUnnamed', number: unnamed + 1 }
  const twice = columns.find(
    (column, index) => columns.findIndex((one) => variableOf(one) === variableOf(column)) < index,
  )
  return twice === undefined ? null : { kind: 'listTwoNames', name: twice }
}

const usualNames = [
  'to',
  'recipient',
  'phone',
  'phone_number',
  'mobile',
  'telephone',
  'tel',
  'number',
  'whatsapp',
  'wa_id',
]

/** The column that most likely holds the numbers: by its name, else by what stands in it. */
export function recipientColumn({ columns, samples }: ReadList): string {
  const named = columns.find((column) => usualNames.includes(variableOf(column).toLowerCase()))
  const numbers = columns.find(
    (_, index) => samples.length > 0 && samples.every((row) => likeNumber.test((row[index] ?? '').trim())),
  )
  return named ?? numbers ?? columns[0] ?? ''
}

/** As the server names a column in Liquid: "First name" is `First_name`. */
export function variableOf(column: string): string {
  return column
    .normalize('NFKC')
    .replace(/[^\p{L}\p{N}_]+/gu, '_')
    .replace(/^_+|_+$/g, '')
}
