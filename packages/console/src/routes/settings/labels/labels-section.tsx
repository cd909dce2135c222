import type { Label } from '@switchboard/contract'
import { useQuery } from '@tanstack/react-query'
import { Pencil, Plus, Tags, Trash2 } from 'lucide-react'
import { useState } from 'react'
import { Button } from '../../../components/button.tsx'
import { Card } from '../../../components/card.tsx'
import { ConfirmDialog } from '../../../components/confirm-dialog.tsx'
import { EmptyState } from '../../../components/empty-state.tsx'
import { Page } from '../../../components/page.tsx'
import { useTranslations } from '../../../strings/use-translations.ts'
import { Loaded } from '../loaded.tsx'
import { LabelDialog } from './label-dialog.tsx'
import { LabelDot } from './label-dot.tsx'
import { labelsQuery, useDeleteLabel } from './queries.ts'

/** `/app/settings/labels` */
export function LabelsSection() {
  const words = useTranslations('settings')
  const common = useTranslations('common')
  const labels = useQuery(labelsQuery)
  const remove = useDeleteLabel()
  const [editing, setEditing] = useState<Label | 'new'>()
  const [removing, setRemoving] = useState<Label>()
  const add = (
    <Button kind="primary" onClick={() => setEditing('new')}>
      <Plus /> {words('labels.add')}
    </Button>
  )
  return (
    <Page title={words('sections.labels')} intro={words('about.labels')} actions={add}>
      <Loaded query={labels}>
        {({ items }) =>
          items.length === 0 ? (
            <EmptyState icon={Tags} title={words('labels.none')}>
              {words('labels.noneWhy')}
            </EmptyState>
          ) : (
            <Card className="py-1 sm:py-1">
              <ul className="divide-y" aria-label={words('sections.labels')}>
                {items.map((label) => (
                  <li key={label.id} className="flex items-center gap-3 py-2">
                    <LabelDot colour={label.colour} />
                    <span dir="auto" className="min-w-0 flex-1 truncate font-medium">
                      {label.name}
                    </span>
                    <Button
                      kind="ghost"
                      size="icon"
                      aria-label={`${common('edit')}: ${label.name}`}
                      onClick={() => setEditing(label)}
                    >
                      <Pencil />
                    </Button>
                    <Button
                      kind="ghost"
                      size="icon"
                      aria-label={`${common('delete')}: ${label.name}`}
                      onClick={() => setRemoving(label)}
                    >
                      <Trash2 />
                    </Button>
                  </li>
                ))}
              </ul>
            </Card>
          )
        }
      </Loaded>
      {editing && <LabelDialog label={editing === 'new' ? undefined : editing} onClose={() => setEditing(undefined)} />}
      <ConfirmDialog
        open={removing !== undefined}
        onOpenChange={() => setRemoving(undefined)}
        title={words('labels.removeTitle', { name: removing?.name ?? '' })}
        action={common('delete')}
        danger
        onConfirm={() => remove.mutateAsync(removing?.id ?? '')}
      >
        {words('labels.removeWhy')}
      </ConfirmDialog>
    </Page>
  )
}
