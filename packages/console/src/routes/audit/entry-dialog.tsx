import type { AuditItem } from '@switchboard/contract'
import { CopyButton } from '../../components/copy-button.tsx'
import { Dialog } from '../../components/dialog.tsx'
import { Moment } from '../../components/moment.tsx'
import { useTranslations } from '../../strings/use-translations.ts'
import { useSentence } from './use-sentence.ts'

export interface EntryDialogProps {
  readonly item: AuditItem | undefined
  readonly onClose: () => void
}

/** One entry with everything that the audit kept of it. */
export function EntryDialog({ item, onClose }: EntryDialogProps) {
  const words = useTranslations('audit')
  const sentence = useSentence()
  const text = item ? JSON.stringify(item, null, 2) : ''
  return (
    <Dialog
      open={item !== undefined}
      onOpenChange={(open) => !open && onClose()}
      title={item ? sentence(item) : ''}
      description={item && <Moment at={item.at} look="full" />}
      size="large"
      footer={item && <CopyButton text={text} size="medium" />}
    >
      {item && (
        <div className="grid gap-4">
          <dl className="grid grid-cols-[auto_1fr] gap-x-4 gap-y-1.5">
            {rowsOf(item).map(([name, value]) => (
              <div key={name} className="contents">
                <dt className="text-faint">{words(name)}</dt>
                <dd className="min-w-0 break-all">{value}</dd>
              </div>
            ))}
          </dl>
          {item.detailsErasedAt && <p className="text-warning">{words('erased')}</p>}
          <section aria-label={words('arguments')}>
            <h3 className="mb-1 text-faint">{words('arguments')}</h3>
            <pre
              // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard
              tabIndex={0}
              dir="ltr"
              className="max-h-72 overflow-auto rounded-lg bg-sunken p-3 font-mono text-xs"
            >
              {JSON.stringify(item.arguments, null, 2)}
            </pre>
          </section>
        </div>
      )}
    </Dialog>
  )
}

function rowsOf(item: AuditItem) {
  const client = item.clientName && `${item.clientName} ${item.clientVersion ?? ''}`
  return (
    [
      ['who', `${item.actorKind} ${item.actor}`],
      ['client', client],
      ['interface', item.interface],
      ['target', item.target],
      ['subject', item.subject],
      ['address', item.address],
      ['approval', item.approvalId],
      ['place', String(item.seq)],
    ] as const
  ).filter(([, value]) => value)
}
