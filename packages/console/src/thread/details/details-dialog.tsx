import type { Content, MessageDetail, MessageId } from '@switchboard/contract'
import { useQuery } from '@tanstack/react-query'
import type { ReactNode } from 'react'
import { useFormatter } from 'use-intl'
import { CopyButton } from '../../components/copy-button.tsx'
import { Dialog } from '../../components/dialog.tsx'
import { ProblemNote } from '../../components/problem-note.tsx'
import { Skeleton } from '../../components/skeleton.tsx'
import { useTranslations } from '../../strings/use-translations.ts'
import { FormattedText } from '../content/formatted-text.tsx'
import { deliveryOf } from '../delivery/delivery-of.ts'
import { isNamed } from '../message-types.ts'
import { messageQuery } from '../queries.ts'

export type DetailsPart = 'versions' | 'raw'

interface DetailsDialogProps {
  readonly messageId: MessageId
  /** What the reader came for stands first. */
  readonly part: DetailsPart | undefined
  readonly onClose: () => void
}

/** All that is known of a message: when it got where, what it was before, and how it came. */
export function DetailsDialog({ messageId, part, onClose }: DetailsDialogProps) {
  const words = useTranslations('thread')
  const { data, error, refetch } = useQuery(messageQuery(messageId))
  return (
    <Dialog open onOpenChange={(open) => !open && onClose()} title={words(part === 'raw' ? 'raw' : 'details')}>
      {error && <ProblemNote error={error} onRetry={() => void refetch()} />}
      {!data && !error && <Skeleton className="h-40" />}
      {data && (
        <div className="grid gap-5">
          {part === 'raw' ? (
            <Raw message={data} />
          ) : (
            <>
              <Facts message={data} />
              <Receipts message={data} />
              <Versions message={data} />
              <details>
                <summary className="cursor-pointer font-medium text-soft">{words('raw')}</summary>
                <Raw message={data} />
              </details>
            </>
          )}
        </div>
      )}
    </Dialog>
  )
}

function useMoment(): (at: string) => string {
  const format = useFormatter()
  return (at) => format.dateTime(new Date(at), { dateStyle: 'medium', timeStyle: 'medium' })
}

function Section({ title, children }: { readonly title: string; readonly children: ReactNode }) {
  return (
    <section className="grid gap-1.5">
      <h3 className="font-medium text-soft text-xs uppercase tracking-wide">{title}</h3>
      {children}
    </section>
  )
}

function Facts({ message }: { readonly message: MessageDetail }) {
  const words = useTranslations('thread')
  const moment = useMoment()
  const facts: [string, string][] = [
    [words('fact.type'), isNamed(message.type) ? words(`type.${message.type}`) : message.type],
    [words(message.direction === 'inbound' ? 'fact.received' : 'fact.written'), moment(message.sentAt)],
    ...(message.direction === 'outbound'
      ? [[words('fact.state'), words(`delivery.${deliveryOf(message)}`)] satisfies [string, string]]
      : []),
    ...(message.editedAt === null ? [] : [[words('fact.edited'), moment(message.editedAt)] satisfies [string, string]]),
    ...(message.revokedAt === null
      ? []
      : [[words('fact.revoked'), moment(message.revokedAt)] satisfies [string, string]]),
    [words('fact.id'), message.id],
    [words('fact.providerId'), message.providerMessageId],
  ]
  return (
    <dl className="grid grid-cols-[auto_minmax(0,1fr)] gap-x-4 gap-y-1">
      {facts.map(([name, value]) => (
        <div key={name} className="col-span-2 grid grid-cols-subgrid">
          <dt className="text-soft">{name}</dt>
          <dd className="break-all">{value}</dd>
        </div>
      ))}
    </dl>
  )
}

function Receipts({ message: { statuses, errors } }: { readonly message: MessageDetail }) {
  const words = useTranslations('thread')
  const moment = useMoment()
  if (statuses.length === 0 && !errors) return null
  return (
    <Section title={words('receipts')}>
      <ol className="grid gap-1">
        {statuses.map((receipt) => (
          <li key={`${receipt.status} ${receipt.at} ${receipt.recipient}`} className="grid gap-0.5">
            <span className="flex justify-between gap-4">
              <span className="font-medium">{statusWord(receipt.status, words)}</span>
              <time dateTime={receipt.at} className="text-soft tabular-nums">
                {moment(receipt.at)}
              </time>
            </span>
            {receipt.recipient && <span className="text-soft text-xs">{receipt.recipient}</span>}
            {receipt.errors?.map((error) => (
              <span key={String(error.code)} className="break-words text-danger text-xs">
                {[error.code, error.sentence ?? error.title, error.details, error.remedy].filter(Boolean).join(' · ')}
              </span>
            ))}
          </li>
        ))}
      </ol>
    </Section>
  )
}

const receiptWords = ['sent', 'delivered', 'read', 'played', 'failed'] as const

function statusWord(status: string, words: ReturnType<typeof useTranslations<'thread'>>): string {
  const known = receiptWords.find((word) => word === status)
  return known ? words(`delivery.${known}`) : status
}

function Versions({ message: { original, revisions } }: { readonly message: MessageDetail }) {
  const words = useTranslations('thread')
  const moment = useMoment()
  if (revisions.length === 0) return null
  return (
    <Section title={words('versions')}>
      <ol className="grid gap-2">
        {original && (
          <li className="rounded-lg bg-sunken p-2.5">
            <p className="text-soft text-xs">{words('firstVersion')}</p>
            <FormattedText text={saidBy(original)} />
          </li>
        )}
        {revisions.map(({ at, revision, content }) => (
          <li key={`${revision} ${at}`} className="rounded-lg bg-sunken p-2.5">
            <p className="text-soft text-xs">
              {words(`revision.${revision}`)} · {moment(at)}
            </p>
            {content && <FormattedText text={saidBy(content)} />}
          </li>
        ))}
      </ol>
    </Section>
  )
}

/** The words of a content that can be edited: a text, or what stands below a file. */
function saidBy(content: Content): string {
  if (content.type === 'text') return content.text
  return 'caption' in content && content.caption ? content.caption : JSON.stringify(content, null, 2)
}

function Raw({ message }: { readonly message: MessageDetail }) {
  const words = useTranslations('thread')
  const text = JSON.stringify(message, null, 2)
  return (
    <div className="mt-2 grid justify-items-end gap-2">
      <CopyButton text={text} what={words('raw')} />
      <pre
        // biome-ignore lint/a11y/noNoninteractiveTabindex: who has no mouse must be able to scroll it
        tabIndex={0}
        className="max-h-80 w-full overflow-auto rounded-lg bg-sunken p-3 font-mono text-xs"
      >
        {text}
      </pre>
    </div>
  )
}
