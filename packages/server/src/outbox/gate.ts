import type { OutboundContent, SendAlternative, SendPolicy, SendPurpose, SendRefusalCode } from '@switchboard/contract'
import type { Capabilities } from '../transports/transport.ts'
import type { Caller } from './caller.ts'
import { type ContentProblem, checkContent } from './check-content.ts'
import { outOfReach, outOfReachReasons, type ReachedPlace } from './reach.ts'

/** Everything that the decision depends on. Times in milliseconds since 1970. */
export interface SendFacts {
  /** When it is to leave. */
  readonly at: number
  readonly caller: Pick<Caller, 'maySend' | 'assistant' | 'policy' | 'name' | 'reach'>
  /** Where it goes; a caller who does not reach everybody reaches no place that is not known. */
  readonly place?: ReachedPlace
  /** The workspace's, for assistants of whom nothing else is stated; null or absent: their sends wait. */
  readonly assistantPolicy?: SendPolicy | null
  readonly account: {
    readonly state: 'active' | 'paused' | 'disabled'
    /** null: this server has no transport for it. */
    readonly capabilities: Capabilities | null
    /** What it cannot act without, as a sentence; null or absent: it has it. */
    readonly lack?: string | null
    readonly policy?: 'approve' | null
    /** Beside the workspace's. */
    readonly allowList?: readonly string[] | null
  }
  /** null: nobody that we know yet, or a group. */
  readonly contact: {
    readonly erased: boolean
    readonly optedOutAt: number | null
    readonly optedInAt: number | null
  } | null
  readonly conversation: {
    readonly kind: 'direct' | 'group'
    readonly policy: SendPolicy | null
    readonly lastInboundAt: number | null
  }
  /** Phones, wa_ids and BSUIDs of the recipient. */
  readonly identities: readonly string[]
  /** null: everybody may be written to. */
  readonly allowList: readonly string[] | null
  readonly purpose: SendPurpose
  readonly content: OutboundContent
  /** Why the link in the content is not fetched, as a sentence; null or absent: nothing is known against it. */
  readonly linkRefusal?: string | null
  /** The file that the content names and this workspace does not have; null or absent: none is missing, as far as is known. */
  readonly missingMedia?: string | null
  /** Why a file of ours in the content cannot be sent as what it is to be; null or absent: nothing is known against it. */
  readonly fileProblem?: ContentProblem | null
  /** null: nothing is quoted. */
  readonly quote: MessageReference | null
  /** Of a reaction: what it is to. */
  readonly target: MessageReference | null
  /** Of a template message. `unlisted`: templates are not known for this account, so only the provider can say. */
  readonly template: TemplateFact | 'unlisted' | null
  /** Some that could be sent instead. */
  readonly approvedTemplates: readonly { readonly name: string; readonly language: string }[]
}

export type MessageReference = 'missing' | 'elsewhere' | 'not-sent' | { readonly wamid: string }

export interface TemplateFact {
  readonly category: string
  /** As the provider names it, in capitals; null: there is no such template. */
  readonly status: string | null
  /** Other languages in which there is one of this name. */
  readonly otherLanguages?: readonly string[]
  /** What keeps the message from filling the template; absent: nothing. */
  readonly problem?: ContentProblem | null
  /** What the customer will see, as plain text. */
  readonly text?: string | null
}

export type Decision =
  | { readonly outcome: 'allow' }
  | { readonly outcome: 'approve'; readonly reason: string }
  | {
      readonly outcome: 'refuse'
      readonly code: SendRefusalCode
      readonly reason: string
      readonly alternative?: SendAlternative
    }

type Refused = Extract<Decision, { outcome: 'refuse' }>

/** The one place that decides whether a message may leave. Pure. Checks run from who asks to what is asked. */
export function decide(facts: SendFacts): Decision {
  for (const check of checks) {
    const refused = check(facts)
    if (refused) return refused
  }
  const reason = approvalReason(facts)
  return reason === null ? { outcome: 'allow' } : { outcome: 'approve', reason }
}

const checks: readonly ((facts: SendFacts) => Refused | null)[] = [
  checkCaller,
  checkReach,
  checkAccount,
  checkContact,
  checkAllowList,
  checkChat,
  checkCapabilities,
  checkLink,
  checkMedia,
  checkReferences,
  checkTemplate,
  checkOptOut,
  checkWindow,
]

function refuse(code: SendRefusalCode, reason: string, alternative?: SendAlternative): Refused {
  return { outcome: 'refuse', code, reason, ...(alternative ? { alternative } : {}) }
}

function checkCaller({ caller, assistantPolicy }: SendFacts): Refused | null {
  if (!caller.maySend) return refuse('sender-may-not-send', `"${caller.name}" lacks the scope "messages:send".`)
  if (caller.policy === 'block') return refuse('sender-may-not-send', `Sending is switched off for "${caller.name}".`)
  if (caller.assistant && caller.policy === null && assistantPolicy === 'block')
    return refuse('sender-may-not-send', 'Assistants send nothing in this workspace, unless their key says otherwise.')
  return null
}

function checkReach({ caller, place }: SendFacts): Refused | null {
  const what = outOfReach(caller.reach, place)
  return what === null ? null : refuse('out-of-reach', outOfReachReasons[what])
}

function checkAccount({ account }: SendFacts): Refused | null {
  if (account.state === 'disabled')
    return refuse('account-paused', 'The account was taken away. Connect its number again, or use another account.')
  if (account.state === 'paused')
    return refuse('account-paused', 'The account is paused. Activate it in its settings to send.')
  if (account.capabilities === null)
    return refuse(
      'account-not-connected',
      'This server has no transport for the account. Configure one, or use another account.',
    )
  if (typeof account.lack === 'string') return refuse('account-not-connected', account.lack)
  return null
}

function checkContact({ contact }: SendFacts): Refused | null {
  return contact?.erased
    ? refuse('contact-erased', 'The contact was erased and cannot be written to under this id.')
    : null
}

function checkAllowList(facts: SendFacts): Refused | null {
  const { account, conversation } = facts
  const whose = !isOn(facts.allowList, facts)
    ? "workspace's"
    : isOn(account.allowList ?? null, facts)
      ? null
      : "account's"
  if (whose === null) return null
  const whom = conversation.kind === 'group' ? 'This group' : 'This recipient'
  return refuse('recipient-not-allowed', `${whom} is not on the ${whose} list of those who may be written to.`)
}

function isOn(list: readonly string[] | null, { identities }: SendFacts): boolean {
  if (list === null) return true
  const allowed = new Set(list.map(bare))
  return identities.some((identity) => allowed.has(bare(identity)))
}

/** A phone is the same with and without its plus. */
function bare(identity: string): string {
  return identity.replace(/^\+/, '')
}

function checkChat({ conversation }: SendFacts): Refused | null {
  return conversation.policy === 'block'
    ? refuse('chat-blocked', 'Sending is switched off for this conversation.')
    : null
}

function checkCapabilities({ content, account, conversation, quote }: SendFacts): Refused | null {
  const can = account.capabilities
  if (!can) return null
  const problem = checkContent(content, can)
  if (problem) return refuse(problem.code, problem.reason, problem.alternative)
  if (quote !== null && !can.quotes)
    return refuse('content-not-supported', 'This account cannot quote messages. Send it without the quote.')
  if (conversation.kind === 'group' && !can.groups)
    return refuse('content-not-supported', 'This account cannot send to groups.')
  return null
}

function checkLink({ linkRefusal }: SendFacts): Refused | null {
  return typeof linkRefusal === 'string' ? refuse('media-address-refused', linkRefusal) : null
}

function checkMedia({ missingMedia, fileProblem }: SendFacts): Refused | null {
  if (typeof missingMedia === 'string')
    return refuse('media-not-found', `There is no file ${missingMedia}. Upload it with POST /v1/media and name its id.`)
  return fileProblem ? refuse(fileProblem.code, fileProblem.reason) : null
}

function checkReferences({ quote, target }: SendFacts): Refused | null {
  if (quote === 'missing' || quote === 'elsewhere')
    return refuse(
      'quote-not-found',
      'The quoted message is not in this conversation. Quote one of its messages, or none.',
    )
  if (target === 'missing' || target === 'elsewhere')
    return refuse('target-not-found', 'The message to react to is not in this conversation.')
  if (quote === 'not-sent' || target === 'not-sent')
    return refuse('quote-not-sent', 'That message has not been accepted by the provider yet. Try again when it has.')
  return null
}

function checkTemplate({ content, template }: SendFacts): Refused | null {
  if (content.type !== 'template' || template === 'unlisted' || template === null) return null
  const name = `"${content.name}" (${content.language})`
  if (template.status === null) {
    const others = template.otherLanguages ?? []
    const instead = others.length > 0 ? ` It has it in: ${others.join(', ')}.` : ''
    return refuse(
      'template-unknown',
      `The account has no template ${name}.${instead} If it is new, read the templates again with POST /v1/templates/sync.`,
    )
  }
  if (template.status !== 'APPROVED')
    return refuse(
      'template-not-approved',
      `The template ${name} is ${template.status}; only approved ones can be sent.`,
    )
  return template.problem ? refuse(template.problem.code, template.problem.reason, template.problem.alternative) : null
}

/** Somebody who opted out still gets answers to what they wrote themselves: nothing else, and no marketing. */
function checkOptOut(facts: SendFacts): Refused | null {
  const { contact, content, template, purpose } = facts
  if (!contact || !hasOptedOut(contact)) return null
  const sells = content.type === 'template' && isMarketing(template)
  if (!sells && purpose === 'reply' && hasWrittenLately(facts, dayMilliseconds)) return null
  return refuse(
    'opted-out',
    sells
      ? 'The contact opted out, so no marketing template may go to them.'
      : 'The contact opted out. Only an answer to a message that they wrote in the last 24 hours may be sent; if this is one, state the purpose "reply".',
  )
}

/** What is not known to be anything else counts as marketing. */
export function isMarketing(template: SendFacts['template']): boolean {
  return template === null || template === 'unlisted' || template.category.toLowerCase() === 'marketing'
}

export function hasOptedOut(contact: {
  readonly optedOutAt: number | null
  readonly optedInAt: number | null
}): boolean {
  return contact.optedOutAt !== null && contact.optedOutAt >= (contact.optedInAt ?? 0)
}

const dayMilliseconds = 24 * 60 * 60 * 1_000

function hasWrittenLately({ at, conversation }: Pick<SendFacts, 'at' | 'conversation'>, milliseconds: number): boolean {
  return conversation.lastInboundAt !== null && at - conversation.lastInboundAt < milliseconds
}

/** Whether only a template may be sent, and this is none. */
export function isWindowClosed(facts: Pick<SendFacts, 'at' | 'account' | 'conversation' | 'content'>): boolean {
  const window = facts.account.capabilities?.serviceWindowMilliseconds ?? null
  if (window === null || facts.content.type === 'template' || facts.conversation.kind === 'group') return false
  return !hasWrittenLately(facts, window)
}

function checkWindow(facts: SendFacts): Refused | null {
  if (!isWindowClosed(facts)) return null
  const { account, conversation, approvedTemplates: templates } = facts
  const window = account.capabilities?.serviceWindowMilliseconds ?? 0
  const hours = Math.round(window / 3_600_000)
  const why =
    conversation.lastInboundAt === null
      ? 'The customer has not written yet'
      : `The customer's last message is from ${new Date(conversation.lastInboundAt).toISOString()}`
  const instead =
    templates.length > 0
      ? `Send an approved template instead: ${templates.map(({ name, language }) => `${name} (${language})`).join(', ')}.`
      : 'Send an approved template instead.'
  return refuse(
    'window-closed',
    `${why}; anything but a template may be sent only within ${hours} hours of one. ${instead}`,
    { kind: 'template', templates: [...templates] },
  )
}

/** What was stated of the caller or the conversation counts before what is usual for an assistant. */
function approvalReason({ caller, conversation, account, assistantPolicy }: SendFacts): string | null {
  if (conversation.policy === 'approve') return 'Messages in this conversation wait for approval.'
  if (caller.policy === 'approve') return `Messages of "${caller.name}" wait for approval.`
  if (account.policy === 'approve' && conversation.policy !== 'allow')
    return 'Messages from this account wait for approval.'
  if (caller.assistant && caller.policy === null && assistantPolicy !== 'allow' && conversation.policy !== 'allow')
    return 'Messages of an assistant wait for approval.'
  return null
}
