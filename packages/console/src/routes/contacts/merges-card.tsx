import type { Contact, ContactMerge } from '@switchboard/contract'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { useFormatter } from 'use-intl'
import { Button } from '../../components/button.tsx'
import { ConfirmDialog } from '../../components/confirm-dialog.tsx'
import { ProblemNote } from '../../components/problem-note.tsx'
import { Section } from '../../components/section.tsx'
import { Skeleton } from '../../components/skeleton.tsx'
import { useToast } from '../../components/toast.tsx'
import { useSession } from '../../session/session.ts'
import { useTranslations } from '../../strings/use-translations.ts'
import { mergesQuery, useUndoMerge } from './queries.ts'

/** With whom a contact was joined, by whom, and how to take them apart. */
export function MergesCard({ contact }: { readonly contact: Contact }) {
  const words = useTranslations('contacts')
  const toast = useToast()
  const { data, error, refetch } = useQuery(mergesQuery(contact.id))
  const [chosen, setChosen] = useState<ContactMerge>()
  const undo = useUndoMerge()
  return (
    <Section title={words('merges')}>
      {error ? (
        <ProblemNote error={error} onRetry={() => void refetch()} />
      ) : !data ? (
        <Skeleton className="h-10" />
      ) : data.items.length === 0 ? (
        <p className="text-faint">{words('mergesEmpty')}</p>
      ) : (
        <ul className="grid gap-3">
          {data.items.map((merge) => (
            <MergeRow key={merge.id} merge={merge} onUndo={() => setChosen(merge)} />
          ))}
        </ul>
      )}
      <ConfirmDialog
        open={chosen !== undefined}
        onOpenChange={(open) => !open && setChosen(undefined)}
        title={words('mergeUndoTitle')}
        action={words('mergeUndo')}
        onConfirm={async () => {
          if (chosen) await undo.mutateAsync({ contactId: contact.id, mergeId: chosen.id })
          toast.show(words('unmerged'))
        }}
      >
        <p>{words('mergeUndoWhy')}</p>
      </ConfirmDialog>
    </Section>
  )
}

function MergeRow({ merge, onUndo }: { readonly merge: ContactMerge; readonly onUndo: () => void }) {
  const words = useTranslations('contacts')
  const format = useFormatter()
  const { can } = useSession()
  const date = (at: string) => format.dateTime(new Date(at), { dateStyle: 'medium', timeStyle: 'short' })
  const by =
    merge.mergedBy === null
      ? words('mergeByIdentities', { identities: merge.reason.map(({ value }) => value).join(', ') })
      : words('mergeByPerson', { name: merge.mergedBy.replace(/^\w+:/, '') })
  return (
    <li className="flex items-start gap-3">
      <div className="min-w-0 flex-1">
        <p className="truncate font-medium" dir="auto">
          {merge.merged.name ?? words('unnamed')}
        </p>
        <p className="break-words text-faint text-xs">
          {date(merge.mergedAt)}, {by}
        </p>
        {merge.undoneAt && <p className="text-faint text-xs">{words('mergeUndone', { date: date(merge.undoneAt) })}</p>}
        {merge.blockedBy && <p className="text-faint text-xs">{words('mergeBlocked')}</p>}
      </div>
      {can('contacts:manage') && !merge.undoneAt && !merge.blockedBy && (
        <Button size="small" onClick={onUndo}>
          {words('mergeUndo')}
        </Button>
      )}
    </li>
  )
}
