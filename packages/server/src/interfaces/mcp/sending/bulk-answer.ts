import type { ApprovalId } from '@switchboard/contract'
import { z } from 'zod'
import { Own, type View } from '../boundary/foreign.ts'
import type { Outcome } from './send-many.ts'

/** In the order of the call. */
export type BulkOutcome = Outcome & { readonly index: number; readonly to: string }

export const BulkAnswer = z.object({
  counts: z.record(z.string(), z.int()).describe('Of each outcome'),
  outcomes: z.array(
    z.object({
      index: z.int().describe('In `recipients`, from 0'),
      to: z.string(),
      outcome: z
        .string()
        .describe(
          'queued, held (waits for a person’s yes), refused, not-tried, or how a repeated or decided one stands',
        ),
      messageId: z.string().optional(),
      approvalId: z.string().optional(),
      repeated: z.boolean().optional().describe('It was asked for before; nothing was sent again'),
      code: z.string().optional(),
    }),
  ),
  refusals: z
    .array(z.object({ code: z.string(), reason: z.string(), alternative: z.unknown().optional() }))
    .optional()
    .describe('One for each code: why, as the gate said it first, and what could be done instead'),
  approval: z
    .object({
      id: z.string(),
      approve: z.string().describe('How a person with the scope approvals:decide lets all go that wait, at once'),
      reject: z.string(),
    })
    .optional(),
  tellTheUser: z.string().optional(),
})

const mostAlternatives = 5

export function bulkAnswerView(outcomes: readonly BulkOutcome[], clip: number): View {
  const counts = new Map<string, number>()
  for (const outcome of outcomes) counts.set(nameOf(outcome), (counts.get(nameOf(outcome)) ?? 0) + 1)
  const held = counts.get('held') ?? 0
  const approvalId = outcomes.map(decidedUnder).find((id) => id !== undefined)
  return {
    counts: Object.fromEntries(counts),
    outcomes: outcomes.map((outcome) => outcomeView(outcome, clip)),
    refusals: refusalsView(outcomes),
    approval: approvalId && {
      id: approvalId,
      approve: new Own(`POST /v1/approvals/${approvalId}/approve`),
      reject: new Own(`POST /v1/approvals/${approvalId}/reject`),
    },
    tellTheUser:
      held === 0
        ? undefined
        : new Own(
            `${held} of ${outcomes.length} messages were not sent yet: a person decides about all of them at once ` +
              `(approval ${approvalId}, POST /v1/approvals/${approvalId}/approve; list_approvals shows it). Sending them again would only ask twice.`,
          ),
  }
}

function decidedUnder(outcome: Outcome): ApprovalId | undefined {
  if (outcome.kind !== 'written' || outcome.state !== 'held') return undefined
  return outcome.bulkId ?? outcome.approvalId ?? undefined
}

function nameOf(outcome: Outcome): string {
  return outcome.kind === 'written' ? outcome.state : outcome.kind
}

function outcomeView(outcome: BulkOutcome, clip: number): View {
  const shared = { index: outcome.index, to: outcome.to.slice(0, Math.min(clip, 60)), outcome: nameOf(outcome) }
  switch (outcome.kind) {
    case 'written':
      return {
        ...shared,
        messageId: outcome.id,
        approvalId: decidedUnder(outcome),
        repeated: outcome.repeated || undefined,
      }
    case 'refused':
      return { ...shared, code: outcome.code }
    case 'not-tried':
      return shared
  }
}

function refusalsView(outcomes: readonly BulkOutcome[]): View {
  const byCode = new Map<string, View>()
  for (const outcome of outcomes) {
    if (outcome.kind === 'written') continue
    const code = outcome.kind === 'refused' ? outcome.code : outcome.kind
    if (byCode.has(code)) continue
    const alternative = outcome.kind === 'refused' ? outcome.alternative : undefined
    byCode.set(code, {
      code,
      reason: new Own(outcome.reason),
      alternative: alternative && alternativeView(alternative),
    })
  }
  return byCode.size === 0 ? undefined : [...byCode.values()]
}

type Alternative = NonNullable<Extract<Outcome, { kind: 'refused' }>['alternative']>

function alternativeView(alternative: Alternative): View {
  return alternative.kind === 'template'
    ? {
        kind: alternative.kind,
        templates: alternative.templates.slice(0, mostAlternatives).map((each) => ({ ...each })),
      }
    : { ...alternative }
}
