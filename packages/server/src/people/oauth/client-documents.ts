import { text } from 'node:stream/consumers'
import type { ClientDiscovery } from '@better-auth/oauth-provider'
import { registerClientMetadataDocument } from '@better-auth/oauth-provider/internal'
import { z } from 'zod'
import { FetchRefused } from '../../http/fetch-refused.ts'
import type { GuardedClient } from '../../http/guarded-fetch.ts'

/** Of what a client says about itself, what is shown and used. Nobody vouches for any of it but the address that it is at. */
const ClientDocument = z.object({
  client_id: z.url(),
  client_name: z.string().trim().min(1).max(100),
  redirect_uris: z.array(z.url().max(2_000)).min(1).max(20),
  token_endpoint_auth_method: z.literal('none').optional(),
})

const believedMilliseconds = 60 * 60_000
const limits = { maxBytes: 32 * 1024, timeoutMilliseconds: 5_000 }

/**
 * Clients whose id is the address of a document about them (client-id metadata documents). Fetched only through the guarded
 * client, without redirects, and again after an hour. A document that cannot be had, or that is about somebody else, is no client.
 *
 * @param insecure also http addresses, where the guarded client reaches them: for tests on this machine
 */
export function createClientDocuments(http: GuardedClient, insecure: boolean): ClientDiscovery {
  return {
    id: 'cimd',
    matches: (clientId) => isDocumentAddress(clientId, insecure),
    async resolve(ctx, clientId, existing) {
      if (existing?.updatedAt && Date.now() - new Date(existing.updatedAt).getTime() < believedMilliseconds)
        return existing
      const plugin = ctx.context.getPlugin('oauth-provider')
      const document = await readDocument(http, clientId)
      if (!document || !plugin) return null
      const { client } = await registerClientMetadataDocument(ctx, plugin.options, {
        clientId,
        clientDiscoveryId: 'cimd',
        metadata: {
          client_id: document.client_id,
          client_name: document.client_name,
          redirect_uris: document.redirect_uris,
          token_endpoint_auth_method: 'none',
        },
        ...(existing ? { existingClient: existing } : {}),
      })
      return client
    },
    discoveryMetadata: { client_id_metadata_document_supported: true },
  }
}

/** https, with a path, without anything that hides where it leads. */
function isDocumentAddress(clientId: string, insecure: boolean): boolean {
  const url = URL.parse(clientId)
  if (!url || clientId.length > 1_000) return false
  if (url.protocol !== 'https:' && !(insecure && url.protocol === 'http:')) return false
  return url.pathname !== '/' && url.username === '' && url.password === '' && url.hash === '' && url.href === clientId
}

async function readDocument(http: GuardedClient, clientId: string): Promise<z.infer<typeof ClientDocument> | null> {
  try {
    const answer = await http.fetch({ url: clientId, headers: { accept: 'application/json' }, ...limits })
    // Always read, so that the connection is let go.
    const body = await text(answer.body)
    if (answer.status !== 200) return null
    const document = ClientDocument.safeParse(JSON.parse(body)).data
    return document?.client_id === clientId ? document : null
  } catch (error) {
    if (error instanceof FetchRefused || error instanceof SyntaxError) return null
    throw error
  }
}
