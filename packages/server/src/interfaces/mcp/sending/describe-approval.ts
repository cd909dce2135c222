import { OutboundContent } from '@switchboard/contract'
import type { ApprovalToShow } from '../../../store/queries/find-approvals-to-show.ts'
import { stripInvisible } from '../../strip-invisible.ts'
import { clip } from '../boundary/foreign.ts'

/*
 * What a person reads in their client before they say yes: whom, from which number, when, and every word. Names are chosen by
 * strangers and texts by a model, so neither may look like a line of ours: names lose their line breaks, and the text comes last.
 */

const longestName = 80
const longestReason = 500
/** Of the recipients' lines of many messages. */
const longestLine = 120

export function describeApprovals(approvals: readonly ApprovalToShow[]): string {
  const [first, ...others] = approvals
  if (!first) return ''
  return others.length === 0 ? describeOne(first) : describeMany(approvals, first)
}

function describeOne(approval: ApprovalToShow): string {
  return [
    'Send this WhatsApp message?',
    '',
    `To: ${recipientOf(approval)}`,
    ...frameOf(approval),
    '',
    ...wordsOf(approval),
  ].join('\n')
}

function describeMany(approvals: readonly ApprovalToShow[], first: ApprovalToShow): string {
  const alike = approvals.every((each) => wordsOf(each).join() === wordsOf(first).join())
  const lines = approvals.map(
    (each, index) =>
      `${index + 1}. ${recipientOf(each)}${alike ? '' : `: ${clip(oneLine(wordsOf(each).join(' ')), longestLine)}`}`,
  )
  return [
    `Send ${approvals.length} WhatsApp messages?`,
    '',
    'To:',
    ...lines,
    ...frameOf(first),
    ...(alike ? ['', 'To each of them:', ...wordsOf(first)] : []),
  ].join('\n')
}

function frameOf({ account, sendAt, conversationId, requestReason }: ApprovalToShow): string[] {
  const from = [oneLine(account.name ?? ''), account.phone ?? ''].filter(Boolean).join(', ') || account.id
  return [
    `From: ${from}`,
    ...(sendAt === null ? [] : [`Not before: ${sendAt}`]),
    `In the conversation: ${conversationId}`,
    ...(requestReason === null ? [] : [`The reason that was given: ${clip(oneLine(requestReason), longestReason)}`]),
  ]
}

function recipientOf({ recipient, contactName, groupSubject }: ApprovalToShow): string {
  const { phone, waId, bsuid, groupId } = recipient
  const address = phone ?? (waId === undefined ? undefined : `+${waId}`) ?? bsuid ?? groupId ?? 'unknown'
  const name = oneLine(contactName ?? groupSubject ?? '')
  return name === '' ? address : `${clip(name, longestName)} (${address})`
}

function wordsOf({ contents, shown }: ApprovalToShow): string[] {
  return contents.flatMap((content, index) => [
    ...(contents.length > 1 ? [`— part ${index + 1} of ${contents.length} —`] : []),
    ...wordsOfContent(content, shown[index] ?? null),
  ])
}

function wordsOfContent(stored: unknown, shown: string | null): string[] {
  const content = OutboundContent.safeParse(stored).data
  switch (content?.type) {
    case 'text':
      return ['Text:', ...exactly(content.text)]
    case 'template':
      return [
        `Template: ${oneLine(content.name)} (${oneLine(content.language)})`,
        ...(shown === null
          ? [
              'Its text is not known here. What is put into it:',
              ...exactly(JSON.stringify(content.parameters ?? content.components ?? {})),
            ]
          : ['What the customer will read:', ...exactly(shown)]),
      ]
    case 'reaction':
      return [
        content.emoji === null
          ? `Take back the reaction to message ${content.messageId}`
          : `Reaction ${oneLine(content.emoji)} to message ${content.messageId}`,
      ]
    case 'image':
    case 'video':
    case 'audio':
    case 'document':
    case 'sticker':
      return [
        `File (${content.type}): ${oneLine(Object.values(content.media).join())}`,
        ...('filename' in content && content.filename ? [`Named: ${oneLine(content.filename)}`] : []),
        ...('caption' in content && content.caption ? ['Caption:', ...exactly(content.caption)] : []),
      ]
    default:
      return exactly(JSON.stringify(stored))
  }
}

/** What can be seen of a text, and that there is more where there is. */
function exactly(text: string): string[] {
  const seen = stripInvisible(text)
  const hidden = Array.from(text).length - Array.from(seen).length
  return hidden > 0 ? [`(${hidden} characters in it cannot be seen)`, seen] : [seen]
}

function oneLine(text: string): string {
  return stripInvisible(text).replace(/\s+/g, ' ').trim()
}
