import type { UseMutationResult, UseQueryResult } from '@tanstack/react-query'
import { type LucideIcon, Pencil, Plus, Trash2 } from 'lucide-react'
import { type ReactNode, useState } from 'react'
import { Button } from '../../components/button.tsx'
import { Card } from '../../components/card.tsx'
import { ConfirmDialog } from '../../components/confirm-dialog.tsx'
import { EmptyState } from '../../components/empty-state.tsx'
import { Page } from '../../components/page.tsx'
import { useTranslations } from '../../strings/use-translations.ts'
import { Loaded } from './loaded.tsx'

export interface EditableListProps<Item> {
  /** Which of the settings' words it has. */
  readonly words: 'cannedReplies' | 'labels'
  readonly icon: LucideIcon
  readonly query: UseQueryResult<{ readonly items: readonly Item[] }>
  readonly remove: UseMutationResult<undefined, Error, string>
  readonly nameOf: (item: Item) => string
  readonly removeTitle: (name: string) => string
  readonly row: (item: Item) => ReactNode
  /** To change one, or, where it is undefined, to make one. */
  readonly dialog: (item: Item | undefined, onClose: () => void) => ReactNode
}

/** A page of things of one kind that are made, changed and deleted one by one. */
export function EditableList<Item extends { readonly id: string }>(props: EditableListProps<Item>) {
  const { words: kind, icon, query, remove, nameOf, removeTitle, row, dialog } = props
  const words = useTranslations('settings')
  const common = useTranslations('common')
  const [editing, setEditing] = useState<Item | 'new'>()
  const [removing, setRemoving] = useState<Item>()
  const add = (
    <Button kind="primary" onClick={() => setEditing('new')}>
      <Plus /> {words(`${kind}.add`)}
    </Button>
  )
  return (
    <Page title={words(`sections.${kind}`)} intro={words(`about.${kind}`)} actions={add}>
      <Loaded query={query}>
        {({ items }) =>
          items.length === 0 ? (
            <EmptyState icon={icon} title={words(`${kind}.none`)}>
              {words(`${kind}.noneWhy`)}
            </EmptyState>
          ) : (
            <Card className="py-1 sm:py-1">
              <ul className="divide-y" aria-label={words(`sections.${kind}`)}>
                {items.map((item) => (
                  <li key={item.id} className="flex items-center gap-3 py-2.5">
                    {row(item)}
                    <Button
                      kind="ghost"
                      size="icon"
                      aria-label={`${common('edit')}: ${nameOf(item)}`}
                      onClick={() => setEditing(item)}
                    >
                      <Pencil />
                    </Button>
                    <Button
                      kind="ghost"
                      size="icon"
                      aria-label={`${common('delete')}: ${nameOf(item)}`}
                      onClick={() => setRemoving(item)}
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
      {editing && dialog(editing === 'new' ? undefined : editing, () => setEditing(undefined))}
      <ConfirmDialog
        open={removing !== undefined}
        onOpenChange={() => setRemoving(undefined)}
        title={removing ? removeTitle(nameOf(removing)) : ''}
        action={common('delete')}
        danger
        onConfirm={() => remove.mutateAsync(removing?.id ?? '')}
      >
        {words(`${kind}.removeWhy`)}
      </ConfirmDialog>
    </Page>
  )
}
