import { type Approval, ApprovalId, approvalStates } from '@switchboard/contract'
import { z } from 'zod'
import { listApprovals } from '../../../store/queries/list-approvals.ts'
import { clip, foreign, foreignJson, Own, type View } from '../boundary/foreign.ts'
import { limitOf, nextCursor } from './arguments.ts'
import { paged, readTool } from './tool.ts'

export const listApprovalsTool = readTool({
  name: 'list_approvals',
  title: 'List approvals',
  description:
    'Messages that wait for a person’s yes, newest first, or those that were decided. Deciding is not possible here: a person ' +
    'does it at POST /v1/approvals/{id}/approve or /reject.',
  toolset: 'send',
  input: z.strictObject({
    state: z.enum(approvalStates).default('pending'),
    limit: limitOf(20, 50),
    cursor: ApprovalId.optional().describe('`nextCursor` of the answer before'),
  }),
  output: z.object({
    approvals: z.array(
      z.object({
        id: z.string(),
        messageId: z.string(),
        conversationId: z.string(),
        state: z.enum(approvalStates),
        reason: z.string().describe('Why it has to be asked for'),
        requestReason: z.string().optional().describe('Why it is to be sent, as whoever asked said'),
        to: z.record(z.string(), z.string()),
        recipients: z
          .array(
            z.object({ to: z.record(z.string(), z.string()), messageId: z.string(), contents: z.array(z.string()) }),
          )
          .optional()
          .describe(
            'Where one call sends to many: everybody, decided about at once. The other fields are of the first',
          ),
        contents: z.array(z.string()).describe('What will be sent, as JSON; several parts of a long text'),
        requestedBy: z.string().optional(),
        decidedBy: z.string().optional(),
        decidedAt: z.string().optional(),
        note: z.string().optional(),
        expiresAt: z.string(),
      }),
    ),
    nextCursor,
  }),
  async handle({ state, limit, cursor }, { principal, sending }) {
    return paged({
      limit,
      fetch: async (most) => {
        const items = await listApprovals(sending.pool, principal.workspaceId, { state, before: cursor, limit: most })
        return { items, nextCursor: items.length < most ? null : (items.at(-1)?.id ?? null) }
      },
      render: (page, most) => ({
        approvals: page.items.map((approval) => approvalView(approval, most)),
        nextCursor: page.nextCursor,
      }),
    })
  },
})

function approvalView(approval: Approval, most: number): View {
  return {
    id: approval.id,
    messageId: approval.sendId,
    conversationId: approval.conversationId,
    state: approval.state,
    reason: new Own(approval.reason),
    requestReason: foreign(approval.requestReason, 'business'),
    to: recipientView(approval.recipient),
    contents: approval.contents.map((content) => foreignJson(content, 'business', most)),
    recipients: approval.bulk?.map(({ recipient, sendId, contents }) => ({
      to: recipientView(recipient),
      messageId: sendId,
      contents: contents.map((content) => foreignJson(content, 'business', Math.min(most, 300))),
    })),
    requestedBy: foreign(nameIn(approval.requestedBy), 'business'),
    decidedBy: foreign(approval.decidedBy, 'business'),
    decidedAt: approval.decidedAt ?? undefined,
    note: foreign(approval.note === null ? null : clip(approval.note, Math.min(most, 500)), 'business'),
    expiresAt: approval.expiresAt,
  }
}

/** Phones and ids, by their kind. */
function recipientView(recipient: unknown): View {
  const entries = typeof recipient === 'object' && recipient !== null ? Object.entries(recipient) : []
  return Object.fromEntries(entries.map(([kind, value]) => [kind, String(value)]))
}

function nameIn(requestedBy: unknown): string | null {
  const named =
    typeof requestedBy === 'object' && requestedBy !== null && 'name' in requestedBy ? requestedBy.name : null
  return typeof named === 'string' ? named : null
}
