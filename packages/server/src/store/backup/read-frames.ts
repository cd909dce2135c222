import { createReadStream } from 'node:fs'
import { pipeline } from 'node:stream'
import { createGunzip } from 'node:zlib'
import { BackupError, ofFile } from './backup-error.ts'
import { type Frame, frameHeaderBytes, longestPayload } from './format.ts'

/** The frames of a backup file, in order. @throws BackupError when it is no backup, or cut, or altered so that it shows. */
export async function* readFrames(file: string): AsyncGenerator<Frame> {
  let held: Buffer[] = []
  let length = 0
  let first = true
  for await (const chunk of unzip(file)) {
    held.push(chunk)
    length += chunk.length
    if (first && chunk[0] !== 'H'.charCodeAt(0)) throw notABackup(file)
    first = false
    if (length < frameHeaderBytes || length < needed(held)) continue
    let data = Buffer.concat(held)
    while (data.length >= frameHeaderBytes) {
      const end = frameHeaderBytes + payloadLength(data, file)
      if (data.length < end) break
      yield { kind: kindOf(data, file), payload: data.subarray(frameHeaderBytes, end) }
      data = data.subarray(end)
    }
    held = [data]
    length = data.length
  }
  if (length > 0) throw damaged(file, 'it ends in the middle')
}

/** How many bytes make the next frame whole; a long one is not joined anew with each chunk. */
function needed(held: readonly Buffer[]): number {
  const [first] = held
  return first && first.length >= frameHeaderBytes ? frameHeaderBytes + first.readUInt32BE(1) : 0
}

function payloadLength(data: Buffer, file: string): number {
  const length = data.readUInt32BE(1)
  kindOf(data, file)
  if (length > longestPayload) throw damaged(file, 'a length in it is absurd')
  return length
}

function kindOf(data: Buffer, file: string): Frame['kind'] {
  const kind = String.fromCharCode(data[0] ?? 0)
  if (kind === 'H' || kind === 'T' || kind === 'D' || kind === 'F') return kind
  throw damaged(file, 'a part of unknown kind is in it')
}

async function* unzip(file: string): AsyncGenerator<Buffer> {
  const source = createReadStream(file)
  const gunzip = createGunzip()
  pipeline(source, gunzip, () => {}) // failures come out of the loop below
  try {
    for await (const chunk of gunzip) yield chunk as Buffer // zlib gives buffers
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? error.code : undefined
    if (code === 'Z_BUF_ERROR') throw damaged(file, 'it ends in the middle', error)
    if (code === 'Z_DATA_ERROR' && gunzip.bytesWritten === 0) throw notABackup(file, error)
    if (code === 'Z_DATA_ERROR') throw damaged(file, 'its bytes were altered', error)
    throw ofFile(error, file, 'read')
  }
}

export function damaged(file: string, what: string, cause?: unknown): BackupError {
  return new BackupError(
    'damaged',
    `${file} is damaged: ${what}. Nothing was changed. Take another copy of the backup.`,
    {
      cause,
    },
  )
}

export function notABackup(file: string, cause?: unknown): BackupError {
  return new BackupError('not_a_backup', `${file} is not a backup made by "switchboard backup".`, { cause })
}
