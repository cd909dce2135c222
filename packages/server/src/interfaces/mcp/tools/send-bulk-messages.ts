import { z } from 'zod'
import type { Caller } from '../../../outbox/caller.ts'
import { callerOf } from '../../sending.ts'
import { type AskingCall, askApproval } from '../sending/ask-approval.ts'
import { bulkAfterReply } from '../sending/bulk-after-reply.ts'
import { BulkAnswer, bulkAnswerView } from '../sending/bulk-answer.ts'
import { commonOf, recipient, sendArguments, sendHints } from '../sending/send-arguments.ts'
import { type Outcome, sendMany } from '../sending/send-many.ts'
import { keyOfCall, type Wanted } from '../sending/send-one.ts'
import { templateContent, templateParameters } from '../sending/template-parameters.ts'
import type { Question } from '../serve/client-side.ts'
import { type Answer, single, type ToolContext, ToolError, writeTool } from './tool.ts'

/** One answer has to hold what became of each. */
export const mostRecipients = 100

const input = z.strictObject({
  recipients: z
    .array(
      z.union([
        recipient,
        z.strictObject({
          to: recipient,
          text: z.string().min(1).max(4_096).optional().describe('Instead of the text for all'),
          parameters: templateParameters.optional().describe('Instead of the template’s parameters for all'),
        }),
      ]),
    )
    .min(1)
    .max(mostRecipients, {
      error: `are ${mostRecipients} at most. For more, a person starts a broadcast: POST /v1/broadcasts, which has a dry run, a pace, pause and a report`,
    }),
  text: z.string().min(1).max(4_096).optional().describe('For all who have none of their own; or give `template`'),
  template: z
    .strictObject({
      name: z.string().min(1).max(512),
      language: z.string().min(1).max(20),
      parameters: templateParameters.optional(),
    })
    .optional(),
  accountId: sendArguments.accountId,
  sendAt: sendArguments.sendAt,
  reason: sendArguments.reason,
  idempotencyKey: sendArguments.idempotencyKey,
})
type Args = z.output<typeof input>

export const sendBulkMessagesTool = writeTool({
  name: 'send_bulk_messages',
  title: 'Send messages to several people',
  description:
    `Sends a text or a template to up to ${mostRecipients} people, one message each, and says of each what became of it: the policy ` +
    'gate decides one by one, and what waits for approval waits for one decision about all of it. Answers to customers go ' +
    'before these. For more people: POST /v1/broadcasts.',
  annotations: sendHints,
  input,
  output: BulkAnswer,
  async handle(args, context) {
    return sendBulk(context, { tool: 'send_bulk_messages', args }, () => wantedOf(args), args.idempotencyKey)
  },
})

/** Also behind the older name. */
export async function sendBulk(
  context: ToolContext,
  call: AskingCall,
  wantedBy: () => readonly Wanted[],
  idempotencyKey: string | undefined,
): Promise<Answer | Question> {
  const { client, principal } = context
  const wanted = wantedBy()
  if (client.reply) return answerOf(await bulkAfterReply(context, call, client.reply), wanted)
  const caller: Caller = callerOf(principal, true)
  const outcomes = await sendMany(context, caller, wanted, idempotencyKey ?? keyOfCall(context, call))
  const held = outcomes.flatMap((outcome) =>
    outcome.kind === 'written' && outcome.state === 'held' && outcome.approvalId ? [outcome.approvalId] : [],
  )
  const question = held.length === 0 ? null : await askApproval(context, call, caller, held, outcomes)
  return question ?? answerOf(outcomes, wanted)
}

function answerOf(outcomes: readonly Outcome[], wanted: readonly Wanted[]): Answer {
  const named = outcomes.map((outcome, index) => ({ index, to: nameOf(wanted[index]), ...outcome }))
  return single((clip) => bulkAnswerView(named, clip))
}

function nameOf(wanted: Wanted | undefined): string {
  return typeof wanted?.to === 'string' ? wanted.to : Object.values(wanted?.to ?? {}).join()
}

function wantedOf({ recipients, text, template, ...common }: Args): Wanted[] {
  if ((text === undefined) === (template === undefined) && !(template === undefined && recipients.every(hasText)))
    throw new ToolError('Give either `text` or `template` (or a text for each recipient), not both and not neither.')
  const { idempotencyKey: _, ...shared } = commonOf(common)
  return recipients.map((one) => {
    const { to, text: own, parameters } = typeof one === 'string' ? { to: one } : one
    if (template !== undefined) {
      if (own !== undefined) throw new ToolError(`"${to}" has a text, but a template is sent.`)
      const content = templateContent(template.name, template.language, parameters ?? template.parameters)
      return { ...shared, to, content, purpose: 'bulk' }
    }
    if (parameters !== undefined) throw new ToolError(`"${to}" has template parameters, but a text is sent.`)
    return { ...shared, to, content: { type: 'text', text: own ?? text ?? '' }, purpose: 'bulk' }
  })
}

function hasText(one: Args['recipients'][number]): boolean {
  return typeof one !== 'string' && one.text !== undefined
}
