import type { Conversation, Label, LabelColour } from '@switchboard/contract'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { Check, Plus, Tag } from 'lucide-react'
import { useState } from 'react'
import { labelsQuery } from '../../../api/labels.ts'
import { request } from '../../../api/request.ts'
import { Button } from '../../../components/button.tsx'
import { Input } from '../../../components/input.tsx'
import { LabelDot } from '../../../components/label-dot.tsx'
import { Popover } from '../../../components/popover.tsx'
import { useToast } from '../../../components/toast.tsx'
import { useCommand } from '../../../keys/command-provider.tsx'
import { useTranslations } from '../../../strings/use-translations.ts'
import { useChangeState } from '../use-change-state.ts'

/** New labels take one after the other. */
const colours: readonly LabelColour[] = ['blue', 'green', 'amber', 'red', 'purple', 'teal', 'orange', 'pink', 'indigo']

/** Sets labels and takes them off; what is typed and not there yet becomes one. */
export function LabelMenu({ conversation }: { readonly conversation: Conversation }) {
  const words = useTranslations('inbox.labels')
  const [isOpen, setOpen] = useState(false)
  useCommand({ id: 'inbox.label', title: words('title'), keys: 'Alt+KeyT', run: () => setOpen(true) })
  return (
    <Popover
      open={isOpen}
      onOpenChange={setOpen}
      align="end"
      className="w-64 p-2"
      trigger={
        <Button kind="ghost" size="icon" aria-label={words('title')}>
          <Tag />
        </Button>
      }
    >
      <LabelChoice conversation={conversation} />
    </Popover>
  )
}

function LabelChoice({ conversation }: { readonly conversation: Conversation }) {
  const words = useTranslations('inbox.labels')
  const [text, setText] = useState('')
  const { data } = useQuery(labelsQuery)
  const { mutate } = useChangeState(conversation.id)
  const create = useCreateLabel((label) => {
    setText('')
    mutate({ addLabelIds: [label.id] })
  })
  const labels = data?.items ?? []
  const typed = text.trim()
  const found = labels.filter(({ name }) => name.toLowerCase().includes(typed.toLowerCase()))
  const isNew = typed !== '' && !labels.some(({ name }) => name.toLowerCase() === typed.toLowerCase())
  const toggle = ({ id }: Label) =>
    mutate(conversation.labels.some((label) => label.id === id) ? { removeLabelIds: [id] } : { addLabelIds: [id] })
  const make = () => create.mutate({ name: typed, colour: colours[labels.length % colours.length] ?? 'blue' })
  const onEnter = () => {
    const [only] = found
    if (isNew) make()
    else if (only) toggle(only)
  }
  return (
    <div className="grid gap-2">
      <Input
        aria-label={words('find')}
        placeholder={words('find')}
        className="h-8"
        maxLength={50}
        value={text}
        onChange={(event) => setText(event.target.value)}
        onKeyDown={(event) => event.key === 'Enter' && onEnter()}
      />
      <ul className="max-h-64 overflow-y-auto">
        {found.map((label) => {
          const isSet = conversation.labels.some(({ id }) => id === label.id)
          return (
            <li key={label.id}>
              <button
                type="button"
                aria-pressed={isSet}
                className="flex w-full items-center gap-2.5 rounded-lg px-2 py-1.5 text-start hover:bg-hover"
                onClick={() => toggle(label)}
              >
                <LabelDot colour={label.colour} />
                <span dir="auto" className="min-w-0 flex-1 truncate">
                  {label.name}
                </span>
                {isSet && <Check aria-hidden className="size-4 text-accent-ink" />}
              </button>
            </li>
          )
        })}
      </ul>
      {labels.length === 0 && !isNew && <p className="px-2 pb-1 text-faint text-xs">{words('none')}</p>}
      {isNew && (
        <Button size="small" busy={create.isPending} onClick={make}>
          <Plus aria-hidden />
          <span className="truncate">{words('create', { name: typed })}</span>
        </Button>
      )}
    </div>
  )
}

function useCreateLabel(onMade: (label: Label) => void) {
  const queries = useQueryClient()
  const toast = useToast()
  return useMutation({
    mutationFn: (body: { name: string; colour: LabelColour }) => request<Label>('/v1/labels', { method: 'POST', body }),
    onSuccess: async (label) => {
      await queries.invalidateQueries({ queryKey: labelsQuery.queryKey })
      onMade(label)
    },
    onError: (error) => toast.problem(error),
  })
}
