import { AsyncResource } from 'node:async_hooks'
import type { FastifyRequest } from 'fastify'
import type { Principal } from '../access/principal.ts'
import { withScope } from '../store/row-security/scope.ts'
import type { App } from './app-type.ts'

/** What `run` asks of a scoped database is asked for the principal. */
export function enterWorkspace<Result>({ workspaceId, reach }: Principal, run: () => Result): Result {
  return withScope({ workspaceId, reach }, run)
}

/**
 * What a route does is asked of the database for whoever was let in; on an open route for nobody, which a scoped database
 * refuses. Comes after the guard.
 */
export function enterWorkspaces(app: App): void {
  const places = new WeakMap<FastifyRequest, AsyncResource>()
  app.addHook('onRequest', (request, _reply, done) => {
    if (request.principal === null) return done()
    enterWorkspace(request.principal, () => {
      places.set(request, new AsyncResource('switchboard-workspace'))
      done()
    })
  })
  // A body that is read meanwhile calls back from its connection, which was let in nowhere.
  app.addHook('preValidation', (request, _reply, done) => {
    const place = places.get(request)
    if (place) place.runInAsyncScope(done)
    else done()
  })
}
