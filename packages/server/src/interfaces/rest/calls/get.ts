import { Call, CallId } from '@switchboard/contract'
import { z } from 'zod'
import type { Database } from '../../../store/database.ts'
import { getCall } from '../../../store/queries/get-call.ts'
import type { App } from '../../app.ts'
import { Refusal } from '../../problem.ts'
import { principalOf } from '../../require-scope.ts'

/** `GET /v1/calls/:id`. */
export function registerGetCall(app: App, { db }: { readonly db: Database }): void {
  app.get(
    '/v1/calls/:id',
    {
      schema: { summary: 'One call', tags: ['calls'], params: z.object({ id: CallId }), response: { 200: Call } },
    },
    async (request) => {
      const { id } = request.params
      const call = await getCall(db, principalOf(request).workspaceId, { callId: id })
      if (!call) throw new Refusal('not-found', { detail: `There is no call ${id}.` })
      return call
    },
  )
}
