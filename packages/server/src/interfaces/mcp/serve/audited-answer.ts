import type { AuditTargets } from '../../../store/audit-chain/encode-row.ts'
import type { Tool, ToolAnswer } from '../tools/tool.ts'
import { Question } from './client-side.ts'

/** What an answer adds to the audit of its call: whom and what it was about. */
export interface Concerned {
  readonly subject?: string | undefined
  readonly targets?: AuditTargets | undefined
  readonly approvalId?: string | undefined
}

/** Of a tool that writes; what a tool reads is named by its arguments. */
export function concernedBy({ annotations }: Tool, answer: ToolAnswer | Question): Concerned {
  if (answer instanceof Question) return { approvalId: answer.approvalIds[0] }
  const { subject, text } = answer
  if (annotations.readOnlyHint) return { subject }
  // The boundary wrote it.
  const view: unknown = JSON.parse(text)
  const messages = memberOf(view, 'messages')
  const sent = Array.isArray(messages) ? messages.map((message) => memberOf(message, 'id')) : []
  return {
    subject,
    targets: {
      conversationIds: texts([memberOf(view, 'conversationId')]),
      messageIds: texts([memberOf(view, 'message_id'), ...sent]),
    },
    approvalId: texts([memberOf(memberOf(view, 'approval'), 'id'), memberOf(view, 'approval_id')])[0],
  }
}

function texts(values: readonly unknown[]): string[] {
  return values.filter((value) => typeof value === 'string')
}

function memberOf(value: unknown, name: string): unknown {
  if (typeof value !== 'object' || value === null) return undefined
  return (value as Record<string, unknown>)[name] // an object has this member or not
}
