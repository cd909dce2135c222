import { Approval, ApprovalId, ApprovalState } from '@switchboard/contract'
import { z } from 'zod'
import { listApprovals } from '../../../store/queries/list-approvals.ts'
import type { App } from '../../app.ts'
import { principalOf } from '../../require-scope.ts'
import type { Sending } from '../../sending.ts'

const Query = z.object({
  state: ApprovalState.optional(),
  cursor: ApprovalId.optional().meta({ description: '`nextCursor` of the page before' }),
  limit: z.coerce.number().int().min(1).max(200).default(50),
})
const Page = z.object({ items: z.array(Approval), nextCursor: z.string().nullable() })

/** `GET /v1/approvals`: messages that wait for a person's yes, and those that were decided; newest first. */
export function registerListApprovals(app: App, { pool }: Sending): void {
  app.get(
    '/v1/approvals',
    {
      schema: { summary: 'List approvals', tags: ['approvals'], querystring: Query, response: { 200: Page } },
    },
    async (request) => {
      const { state, cursor, limit } = request.query
      const items = await listApprovals(pool, principalOf(request).workspaceId, { state, before: cursor, limit })
      return { items, nextCursor: items.length < limit ? null : (items.at(-1)?.id ?? null) }
    },
  )
}
