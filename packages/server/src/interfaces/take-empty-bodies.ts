import type { App } from './app-type.ts'

/**
 * No byte is no body, though it is said to be JSON, as many clients say of every request. Where a body is needed, its schema
 * says that there is none.
 */
export function takeEmptyBodies(app: App): void {
  const parse = app.getDefaultJsonParser('error', 'error')
  app.addContentTypeParser('application/json', { parseAs: 'string' }, (request, body: string, done) => {
    if (body === '') done(null)
    // It calls `done`, and gives no promise.
    else void parse(request, body, done)
  })
}
