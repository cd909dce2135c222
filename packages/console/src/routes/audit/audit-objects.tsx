import type { AuditItem } from '@switchboard/contract'
import { Link, type LinkProps } from '@tanstack/react-router'
import { useTranslations } from '../../strings/use-translations.ts'

/** Links to what it was done to, where that is something with a page. */
export function AuditObjects({ item }: { readonly item: Pick<AuditItem, 'targets' | 'contactName'> }) {
  const words = useTranslations('audit')
  return objectsOf(item).map(({ kind, link }) => (
    <Link key={kind} {...link} className="text-accent-ink hover:underline">
      {kind === 'contact' && item.contactName ? <bdi>{item.contactName}</bdi> : words(`object_${kind}`)}
    </Link>
  ))
}

interface AuditObject {
  readonly kind: 'account' | 'contact' | 'conversation' | 'message'
  readonly link: Pick<LinkProps, 'to' | 'params' | 'search'>
}

function objectsOf({ targets }: Pick<AuditItem, 'targets'>): readonly AuditObject[] {
  const [conversationId] = targets.conversationIds ?? []
  const [messageId] = targets.messageIds ?? []
  const [contactId] = targets.contactIds ?? []
  const [accountId] = targets.accountIds ?? []
  const conversation = { to: '/inbox/$conversationId', params: { conversationId: conversationId ?? '' } } as const
  const objects: AuditObject[] = []
  if (conversationId && messageId)
    objects.push({ kind: 'message', link: { ...conversation, search: { around: messageId } } })
  else if (conversationId) objects.push({ kind: 'conversation', link: conversation })
  if (contactId) objects.push({ kind: 'contact', link: { to: '/contacts/$contactId', params: { contactId } } })
  if (accountId) objects.push({ kind: 'account', link: { to: '/accounts/$accountId', params: { accountId } } })
  return objects
}

/** Whom or what it names itself, e.g. the number that was written to, or how the label is called. */
export function aboutOf({ label, arguments: given }: Pick<AuditItem, 'label' | 'arguments'>): string | undefined {
  if (label !== null) return label
  if (typeof given !== 'object' || given === null) return undefined
  const named = given as Readonly<Record<string, unknown>> // an object: it has these members or not
  return [named['to'], named['recipient'], named['customName'], named['name'], named['email']].find(
    (value) => typeof value === 'string',
  )
}
