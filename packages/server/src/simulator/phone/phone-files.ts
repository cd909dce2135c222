import type { Readable } from 'node:stream'
import type { OpenedMedia } from '../media-shelf.ts'
import type { World } from '../world.ts'
import { PhoneError } from './phone-error.ts'

/** Files on the customers' phones: what they are about to send, and what the business sent them. */
export interface PhoneFiles {
  /** @returns its id @throws {PhoneError} 413 */
  put(file: {
    readonly mimeType: string
    readonly filename: string | undefined
    readonly bytes: Readable
  }): Promise<string>
  /** @throws {PhoneError} 404 */
  open(id: string): OpenedMedia
}

/** What the Cloud API hands on at most. */
const mostBytes = 100 * 1024 * 1024

export function phoneFilesOf(world: World): PhoneFiles {
  return {
    async put(file) {
      const [number] = world.numbers.values()
      const kept = await world.media.put({ numberId: number?.id ?? '', ...file, most: mostBytes })
      if (kept === 'too large') throw new PhoneError('The file is larger than 100 MB.', 413)
      return kept.id
    },
    open(id) {
      const opened = world.media.read(id)
      if (!opened) throw new PhoneError('There is no such file, or it has been forgotten.', 404)
      return opened
    },
  }
}
