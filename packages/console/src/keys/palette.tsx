import { useNavigate } from '@tanstack/react-router'
import { Command as Primitive } from 'cmdk'
import { Dialog } from 'radix-ui'
import { type ReactNode, useRef, useState } from 'react'
import { KeysShown } from '../components/keys-shown.tsx'
import { useSession } from '../session/session.ts'
import { useTranslations } from '../strings/use-translations.ts'
import { useCommands } from './command-provider.tsx'
import { isNamedSo } from './named-so.ts'
import { usePeopleFound } from './use-people-found.ts'

export interface PaletteProps {
  readonly open: boolean
  readonly onOpenChange: (open: boolean) => void
}

interface Entry {
  readonly id: string
  readonly run: () => void
  readonly shown: ReactNode
}

/** Every command of the page that is shown and whoever the server knows, found by what they are called; messages by what they say. */
export function Palette({ open, onOpenChange }: PaletteProps) {
  const words = useTranslations('shell')
  const [typed, setTyped] = useState('')
  const groups = useGroups(typed)
  const entries = groups.flatMap((group) => group.entries)
  // The first is chosen, also when better ones arrive above it, until somebody has moved.
  const [chosen, setChosen] = useState<string>()
  const hasMoved = useRef(false)
  const value = entries.some(({ id }) => id === chosen) ? chosen : entries[0]?.id
  const move = () => {
    hasMoved.current = true
  }
  return (
    <Dialog.Root open={open} onOpenChange={onOpenChange}>
      <Dialog.Portal>
        <Dialog.Overlay className="fixed inset-0 z-40 bg-overlay" />
        <Dialog.Content
          aria-describedby={undefined}
          className="fixed start-1/2 top-[12vh] z-50 w-[min(36rem,calc(100vw-2rem))] -translate-x-1/2 overflow-hidden rounded-2xl border bg-raised shadow-2xl rtl:translate-x-1/2"
        >
          <Dialog.Title className="sr-only">{words('palette')}</Dialog.Title>
          <Primitive
            label={words('palette')}
            loop
            shouldFilter={false}
            value={value ?? ''}
            onValueChange={(next) => hasMoved.current && setChosen(next)}
            onKeyDown={({ key }) => /^(Arrow|Home|End)/.test(key) && move()}
          >
            <Primitive.Input
              autoFocus
              value={typed}
              onValueChange={(next) => {
                hasMoved.current = false
                setChosen(undefined)
                setTyped(next)
              }}
              placeholder={words('paletteHint')}
              className="h-12 w-full border-b bg-transparent px-4 text-base outline-none placeholder:text-faint"
            />
            <Primitive.List className="max-h-[min(24rem,60vh)] overflow-y-auto p-2" onPointerMoveCapture={move}>
              <Primitive.Empty className="p-6 text-center text-soft">{words('paletteNothing')}</Primitive.Empty>
              {groups
                .filter((group) => group.entries.length > 0)
                .map((group) => (
                  <Primitive.Group
                    key={group.heading}
                    heading={group.heading}
                    className="[&_[cmdk-group-heading]]:px-2 [&_[cmdk-group-heading]]:py-1.5 [&_[cmdk-group-heading]]:text-faint [&_[cmdk-group-heading]]:text-xs"
                  >
                    {group.entries.map(({ id, run, shown }) => (
                      <Primitive.Item
                        key={id}
                        value={id}
                        onSelect={() => {
                          onOpenChange(false)
                          run()
                        }}
                        className="flex h-10 items-center justify-between gap-4 rounded-lg px-2.5 data-[selected=true]:bg-selected"
                      >
                        {shown}
                      </Primitive.Item>
                    ))}
                  </Primitive.Group>
                ))}
            </Primitive.List>
          </Primitive>
        </Dialog.Content>
      </Dialog.Portal>
    </Dialog.Root>
  )
}

/** What is offered for what was typed, the best first. */
function useGroups(typed: string): readonly { readonly heading: string; readonly entries: readonly Entry[] }[] {
  const words = useTranslations('shell')
  const { can } = useSession()
  const navigate = useNavigate()
  const { commands, bindings } = useCommands()
  const found = usePeopleFound(typed)
  const text = typed.trim()
  const called = commands
    .filter(({ hidden, title, id }) => !hidden && isNamedSo(`${title} ${id}`, text))
    .map(({ id, title, run, keys: delivered }) => {
      const keys = bindings[id] ?? delivered
      return { id, run, shown: <Line name={title} detail={keys && <KeysShown keys={keys} />} /> }
    })
  const isPage = ({ id }: Entry) => id.startsWith('go.')
  const search = () => void navigate({ to: '/search', search: { q: text } })
  return [
    { heading: words('paletteCommands'), entries: called.filter((entry) => !isPage(entry)) },
    { heading: words('palettePages'), entries: called.filter(isPage) },
    {
      heading: words('palettePeople'),
      entries: found.map(({ id, name, detail, run }) => ({
        id,
        run,
        shown: (
          <Line
            name={name}
            detail={
              <span dir="ltr" className="shrink-0 text-soft text-xs">
                {detail}
              </span>
            }
          />
        ),
      })),
    },
    {
      heading: words('paletteMessages'),
      entries:
        text !== '' && can('messages:read')
          ? [{ id: 'search', run: search, shown: <Line name={words('paletteSearch', { text })} /> }]
          : [],
    },
  ]
}

function Line({ name, detail }: { readonly name: string; readonly detail?: ReactNode }) {
  return (
    <>
      <span dir="auto" className="truncate">
        {name}
      </span>
      {detail}
    </>
  )
}
