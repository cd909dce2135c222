import { rmSync } from 'node:fs'
import path from 'node:path'
import { readSecretFile, writeSecretFile } from '../config/secret-file.ts'
import { isAlive } from './is-alive.ts'

/** `webhooks`: what providers call and the links that they fetch. `everything`: the console, REST and MCP too. */
export type TunnelOpening = 'webhooks' | 'everything'

/** What `switchboard tunnel` tells the server, in `tunnel.json` of the data directory (0600). */
export interface Tunnel {
  /** Of the command that holds it open. */
  readonly pid: number
  /** e.g. https://some-words.trycloudflare.com; another one with every start. */
  readonly url: string
  readonly opens: TunnelOpening
  readonly startedAt: string
}

const file = 'tunnel.json'
/** What the tunnel's program says, in the data directory. */
export const tunnelLog = 'tunnel.log'

/** Taken away when disposed. */
export function announceTunnel(dataDirectory: string, tunnel: Tunnel): Disposable {
  writeSecretFile(dataDirectory, file, JSON.stringify(tunnel, null, 1))
  return {
    [Symbol.dispose]() {
      if (read(dataDirectory)?.pid === tunnel.pid) rmSync(path.join(dataDirectory, file), { force: true })
    },
  }
}

/** The tunnel that is open to a server on this data directory, or nothing. */
export function findTunnel(dataDirectory: string): Tunnel | undefined {
  const tunnel = read(dataDirectory)
  return tunnel !== undefined && isAlive(tunnel.pid) ? tunnel : undefined
}

function read(dataDirectory: string): Tunnel | undefined {
  const text = readSecretFile(dataDirectory, file)
  if (text === undefined) return undefined
  try {
    const tunnel = JSON.parse(text) as Tunnel // our own file, written whole; its address is checked all the same
    return URL.canParse(tunnel.url) ? tunnel : undefined
  } catch {
    // Somebody wrote into it: then there is no tunnel.
    return undefined
  }
}
