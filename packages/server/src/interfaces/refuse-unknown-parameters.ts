import { z } from 'zod'
import type { App } from './app-type.ts'

/**
 * A misspelt filter that is passed over answers with everything, which looks like an answer. Routes of `/v1` refuse what their
 * query does not name; those of other systems' addresses take what is sent, as those systems do.
 */
export function refuseUnknownParameters(app: App): void {
  app.addHook('onRoute', (route) => {
    const query = route.schema?.querystring
    if (!route.url.startsWith('/v1/') || !(query instanceof z.ZodObject) || !route.schema) return
    route.schema.querystring = query.strict()
  })
}
