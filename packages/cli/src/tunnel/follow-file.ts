import { open } from 'node:fs/promises'
import { setTimeout as sleep } from 'node:timers/promises'

/** So much of what was said before is shown. */
const shownBytes = 8_192

/** Writes the end of a file to stdout and what comes to it, until it is stopped. */
export async function followFile(file: string, signal: AbortSignal): Promise<void> {
  const handle = await open(file, 'r')
  try {
    const { size } = await handle.stat()
    let at = Math.max(0, size - shownBytes)
    while (!signal.aborted) {
      const { bytesRead, buffer } = await handle.read({ position: at, buffer: Buffer.alloc(64 * 1024) })
      if (bytesRead > 0) process.stdout.write(buffer.subarray(0, bytesRead))
      at += bytesRead
      if (bytesRead === 0) await sleep(250, undefined, { signal }).catch(() => {})
    }
  } finally {
    await handle.close()
  }
}
