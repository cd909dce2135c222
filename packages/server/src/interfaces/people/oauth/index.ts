import type { App } from '../../app-type.ts'
import { registerAuthorize } from './authorize.ts'
import { registerConsent } from './consent.ts'
import { registerMetadata } from './metadata.ts'
import type { OAuthDesk } from './oauth-desk.ts'
import { registerTokens } from './tokens.ts'

/** OAuth 2.1 for assistants: how they find it, ask a person, and get and lose their tokens. */
export async function registerOAuth(app: App, desk: OAuthDesk): Promise<void> {
  await app.register(async (plugin) => {
    const scope = plugin as unknown as App // the same, one level in
    // As it came: better-auth reads it, or we do.
    scope.addContentTypeParser(
      'application/x-www-form-urlencoded',
      { parseAs: 'string', bodyLimit: 32_768 },
      (_, body, done) => done(null, body),
    )
    registerMetadata(scope, desk)
    registerAuthorize(scope, desk)
    registerConsent(scope, desk)
    registerTokens(scope, desk)
  })
}
