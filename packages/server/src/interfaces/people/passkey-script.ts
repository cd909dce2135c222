import { readFileSync } from 'node:fs'
import path from 'node:path'
import type { App } from '../app-type.ts'

/** Where the sign-in page finds what passkeys need. */
export const passkeyScript = '/sign-in/passkey.js'

/** Read once; it runs in browsers as it is. */
export function registerPasskeyScript(app: App): void {
  const script = readFileSync(path.join(import.meta.dirname, 'passkey.browser.js'), 'utf8')
  app.get(passkeyScript, { schema: { hide: true } }, (_request, reply) =>
    reply.type('text/javascript; charset=utf-8').send(script),
  )
}
