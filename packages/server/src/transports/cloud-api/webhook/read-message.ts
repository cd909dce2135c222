import type {
  InboundItem,
  MessageContext,
  MessageItem,
  MessageSource,
  Party,
  RevisionItem,
  StatusName,
} from '../../inbound-item.ts'
import { readContent, typeOf, unsupported } from './content/read-content.ts'
import { readSystemIdentityChange } from './identity-change.ts'
import { flagAt, idAt, isObject, type JsonObject, objectAt, sha256, textAt, wordAt } from './json-fields.ts'
import { momentIn, unreadablePart, type ValueScope } from './value-scope.ts'

/** What the place of a message in the body says of it. */
export interface MessageOrigin {
  readonly direction: 'inbound' | 'outbound'
  readonly source: Exclude<MessageSource, 'placeholder'>
  readonly party: Party | undefined
  readonly groupId?: string | undefined
  readonly historyStatus?: StatusName | undefined
}

/**
 * One message object, wherever it stood (live, echo, history): the message, or the reaction, edit or revoke of another
 * one; a changed identity as an item of its own beside the notice.
 */
export function readMessage(message: JsonObject, origin: MessageOrigin, scope: ValueScope): InboundItem[] {
  const type = typeOf(message)
  const given = idAt(message, 'id')
  const base = {
    account: scope.account,
    ...momentIn(scope, message.timestamp),
    wamid: given ?? madeId(scope, message),
    direction: origin.direction,
    party: origin.party,
    groupId: origin.groupId ?? idAt(message, 'group_id'),
    raw: message,
  }
  const revision = revisionOf(message, type)
  if (revision !== undefined) return [{ kind: 'revision', ...base, ...revision }]
  const reaction = type === 'reaction' ? objectAt(message, 'reaction') : undefined
  const reactedTo = reaction && idAt(reaction, 'message_id')
  if (reaction && reactedTo) {
    return [{ kind: 'reaction', ...base, targetWamid: reactedTo, emoji: wordAt(reaction, 'emoji') ?? null }]
  }
  const change = type === 'system' ? readSystemIdentityChange(message, scope) : undefined
  const party = base.party ?? change?.current
  const content = contentOf(message, scope)
  if (party === undefined && given === undefined && content.type === 'unsupported') {
    const reason = `neither sender nor id, and ${content.reason}`
    return [unreadablePart(scope, base.wamid, reason, message)]
  }
  const item: MessageItem = {
    kind: 'message',
    ...base,
    party,
    wamidMade: given === undefined ? true : undefined,
    source: type === 'media_placeholder' ? 'partial' : origin.source,
    content,
    context: contextOf(message),
    historyStatus: origin.historyStatus,
  }
  return change === undefined ? [item] : [item, change]
}

/** A message without its id is known by what it says, so that a redelivery is the same message. */
function madeId(scope: ValueScope, message: JsonObject): string {
  return `unidentified:${sha256(JSON.stringify([scope.account, message]))}`
}

/** Edits and revokes are known by their own key; some arrive as `unsupported` with the target inside. */
function revisionOf(
  message: JsonObject,
  type: string | undefined,
): Pick<RevisionItem, 'targetWamid' | 'revision' | 'content'> | undefined {
  if (type !== 'edit' && type !== 'revoke' && type !== 'unsupported') return undefined
  const notice = objectAt(message, 'unsupported')
  const named = notice && textAt(notice, 'type')
  const revision = revisionNames.get(type) ?? revisionNames.get(named ?? '') ?? keyNamed(message)
  if (revision === undefined) return undefined
  const part = objectAt(message, revision) ?? notice
  const targetWamid = part && (idAt(part, 'original_message_id') ?? idAt(part, 'message_id'))
  if (part === undefined || targetWamid === undefined) return undefined
  if (revision === 'revoke') return { revision, targetWamid }
  const edited = objectAt(part, 'message')
  return {
    revision,
    targetWamid,
    content: edited ? readContent(edited) : unsupported(part, 'edit', 'the edit does not say what the message became'),
  }
}

const revisionNames: ReadonlyMap<string, RevisionItem['revision']> = new Map([
  ['edit', 'edit'],
  ['revoke', 'revoke'],
  ['delete', 'revoke'],
])

function keyNamed(message: JsonObject): RevisionItem['revision'] | undefined {
  if (objectAt(message, 'edit')) return 'edit'
  return objectAt(message, 'revoke') ? 'revoke' : undefined
}

/** Where a message could not be read, Meta may give the reason beside it, for the whole value. */
function contentOf(message: JsonObject, scope: ValueScope): MessageItem['content'] {
  const content = readContent(message)
  const { errors, messages } = scope.value
  if (content.type !== 'unsupported' || content.errors?.length || !Array.isArray(errors)) return content
  return Array.isArray(messages) && messages.length === 1 ? { ...content, errors } : content
}

function contextOf(message: JsonObject): MessageContext | undefined {
  const context = objectAt(message, 'context')
  const referral = isObject(message.referral) ? message.referral : undefined
  const identity = isObject(message.identity) ? message.identity : undefined
  if (context === undefined) return referral || identity ? { referral, identity } : undefined
  const product = objectAt(context, 'referred_product')
  return {
    quotedWamid: idAt(context, 'id') ?? idAt(context, 'message_id'),
    quotedFrom: wordAt(context, 'from') ?? wordAt(context, 'from_user_id'),
    forwarded: flagAt(context, 'forwarded') || undefined,
    frequentlyForwarded: flagAt(context, 'frequently_forwarded') || undefined,
    referredProduct: product && {
      catalogId: wordAt(product, 'catalog_id'),
      productRetailerId: wordAt(product, 'product_retailer_id'),
    },
    referral,
    identity,
  }
}
