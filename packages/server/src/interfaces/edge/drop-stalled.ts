import type { ServerResponse } from 'node:http'

/** Longer than a stutter of a mobile line; an answer that nobody takes holds its memory for so long. */
const stalledMilliseconds = 60_000

/**
 * Closes the connection of a client that has taken nothing of its answer for a minute. One that has nothing to take waits as long
 * as it likes: an answer may need longer, and a stream may be silent.
 */
export function dropStalled(response: ServerResponse, milliseconds = stalledMilliseconds): void {
  response.setTimeout(milliseconds, () => {
    const { socket } = response
    if (socket && socket.writableLength > 0) socket.destroy()
  })
}
