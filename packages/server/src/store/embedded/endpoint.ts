import { randomBytes } from 'node:crypto'
import { chownSync, existsSync, readFileSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:net'
import path from 'node:path'
import type { Identity } from './identity.ts'

/** Where Postgres listens: a socket that only its user may reach, or (Windows) a loopback port with a password. */
export type Endpoint =
  | { readonly kind: 'socket'; readonly directory: string }
  | { readonly kind: 'tcp'; readonly port: number; readonly password: string }

export const role = 'switchboard'

export function connectionUrl(endpoint: Endpoint, database: string): string {
  const name = encodeURIComponent(database)
  // "localhost" is only there to make it a URL that every parser takes; `host` decides
  return endpoint.kind === 'socket'
    ? `postgresql://${role}@localhost/${name}?host=${encodeURIComponent(endpoint.directory)}`
    : `postgresql://${role}:${endpoint.password}@127.0.0.1:${endpoint.port}/${name}`
}

export function endpointSettings(endpoint: Endpoint): Record<string, string> {
  return endpoint.kind === 'socket'
    ? { listen_addresses: '', unix_socket_directories: endpoint.directory, unix_socket_permissions: '0700' }
    : { listen_addresses: '127.0.0.1', unix_socket_directories: '', port: String(endpoint.port) }
}

/** The password is made once and lies beside the cluster, readable by its owner alone. */
export function passwordFile(dataDirectory: string): string {
  return path.join(dataDirectory, 'postgres-password')
}

export async function tcpEndpoint(dataDirectory: string, identity: Identity): Promise<Endpoint> {
  const file = passwordFile(dataDirectory)
  if (!existsSync(file)) writeFileSync(file, randomBytes(32).toString('hex'), { mode: 0o600 })
  // initdb reads it, as that user
  if (identity.uid !== undefined) chownSync(file, identity.uid, identity.gid ?? identity.uid)
  return { kind: 'tcp', port: await freePort(), password: readFileSync(file, 'utf8').trim() }
}

function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer()
    server.once('error', reject)
    server.listen(0, '127.0.0.1', () => {
      const address = server.address()
      server.close(() => resolve(typeof address === 'object' && address ? address.port : 0))
    })
  })
}
