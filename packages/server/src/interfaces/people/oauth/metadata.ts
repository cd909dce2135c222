import { assistantScopes, refreshScope } from '../../../people/oauth/assistant-scopes.ts'
import type { App } from '../../app-type.ts'
import type { OAuthDesk } from './oauth-desk.ts'
import { answerWith, namedServer, passOn } from './pass-on.ts'

const hidden = { schema: { hide: true } } as const

/** Where MCP clients look: RFC 9728 about `/mcp`, RFC 8414 about who gives out tokens for it. */
export function registerMetadata(app: App, desk: OAuthDesk): void {
  for (const path of ['/.well-known/oauth-protected-resource', '/.well-known/oauth-protected-resource/mcp'])
    app.get(path, hidden, async (request) => {
      const { origin } = await namedServer(desk, request)
      return {
        resource: `${origin}/mcp`,
        authorization_servers: [origin],
        bearer_methods_supported: ['header'],
        scopes_supported: assistantScopes,
        resource_name: 'Switchboard',
      }
    })
  app.get('/.well-known/oauth-authorization-server', hidden, async (request) => {
    const { origin } = await namedServer(desk, request)
    const at = (path: string) => `${origin}/api/auth/oauth2/${path}`
    // What is not here is not there: nobody may look into the tokens of others.
    return {
      issuer: origin,
      authorization_endpoint: at('authorize'),
      token_endpoint: at('token'),
      registration_endpoint: at('register'),
      revocation_endpoint: at('revoke'),
      jwks_uri: `${origin}/api/auth/jwks`,
      scopes_supported: [...assistantScopes, refreshScope],
      response_types_supported: ['code'],
      response_modes_supported: ['query'],
      grant_types_supported: ['authorization_code', 'refresh_token'],
      code_challenge_methods_supported: ['S256'],
      token_endpoint_auth_methods_supported: ['none', 'client_secret_basic', 'client_secret_post'],
      revocation_endpoint_auth_methods_supported: ['none', 'client_secret_basic', 'client_secret_post'],
      authorization_response_iss_parameter_supported: true,
      client_id_metadata_document_supported: true,
    }
  })
  app.get('/api/auth/jwks', hidden, async (request, reply) =>
    answerWith(reply, await passOn(await namedServer(desk, request), request)),
  )
}
