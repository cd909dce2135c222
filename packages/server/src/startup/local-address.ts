import { once } from 'node:events'
import { connect } from 'node:net'

/**
 * The address by which a person on this machine opens the server: as `localhost`, because browsers give passkeys to names only. Not
 * where another program listens on this port of `::1`: browsers try that one first, and it would be told the link.
 *
 * @param url where the server listens, e.g. http://127.0.0.1:8000
 */
export async function localAddress(url: string): Promise<string> {
  const address = new URL(url)
  if (address.hostname !== '127.0.0.1') return url
  if (await isTaken(Number(address.port))) return url
  address.hostname = 'localhost'
  return address.origin
}

async function isTaken(port: number): Promise<boolean> {
  const socket = connect({ host: '::1', port })
  try {
    await once(socket, 'connect', { signal: AbortSignal.timeout(500) })
    return true
  } catch {
    // Nobody listens there or says so, or the machine has no IPv6.
    return false
  } finally {
    socket.destroy()
  }
}
