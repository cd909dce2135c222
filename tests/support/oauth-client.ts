import { once } from 'node:events'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import type {
  OAuthClientMetadata,
  OAuthClientProvider,
  StoredOAuthClientInformation,
  StoredOAuthTokens,
} from '@modelcontextprotocol/client'

/** Where the client is sent back to; nobody listens there. */
export const redirect = 'http://127.0.0.1:7777/callback'

/** What the SDK keeps for a client, with the address that it wants the person to open. */
export class Memory implements OAuthClientProvider {
  readonly redirectUrl = redirect
  readonly clientMetadata: OAuthClientMetadata
  clientMetadataUrl?: string
  client: StoredOAuthClientInformation | undefined
  kept: StoredOAuthTokens | undefined
  opened: URL | undefined
  #verifier = ''
  constructor(name = 'Helper', metadataUrl?: string) {
    this.clientMetadata = {
      client_name: name,
      redirect_uris: [redirect],
      token_endpoint_auth_method: 'none',
      grant_types: ['authorization_code', 'refresh_token'],
    }
    if (metadataUrl !== undefined) this.clientMetadataUrl = metadataUrl
  }
  clientInformation = () => this.client
  saveClientInformation = (client: StoredOAuthClientInformation) => {
    this.client = client
  }
  tokens = () => this.kept
  saveTokens = (tokens: StoredOAuthTokens) => {
    this.kept = tokens
  }
  redirectToAuthorization = (address: URL) => {
    this.opened = address
  }
  saveCodeVerifier = (verifier: string) => {
    this.#verifier = verifier
  }
  codeVerifier = () => this.#verifier
}

export async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as AddressInfo // Listening on an address, so not a pipe.
  server.close()
  await once(server, 'close')
  return port
}
