import { Command as Primitive } from 'cmdk'
import { Dialog } from 'radix-ui'
import { KeysShown } from '../components/keys-shown.tsx'
import { useTranslations } from '../strings/use-translations.ts'
import { type Command, useCommands } from './command-provider.tsx'

export interface PaletteProps {
  readonly open: boolean
  readonly onOpenChange: (open: boolean) => void
}

/** Every command of the page that is shown, found by what it is called. */
export function Palette({ open, onOpenChange }: PaletteProps) {
  const words = useTranslations('shell')
  const { commands, bindings } = useCommands()
  const shown = commands.filter(({ hidden }) => !hidden)
  const groups = [
    { heading: words('paletteCommands'), items: shown.filter(({ id }) => !id.startsWith('go.')) },
    { heading: words('palettePages'), items: shown.filter(({ id }) => id.startsWith('go.')) },
  ]
  const run = (command: Command) => {
    onOpenChange(false)
    command.run()
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
          <Primitive label={words('palette')} loop>
            <Primitive.Input
              autoFocus
              placeholder={words('paletteHint')}
              className="h-12 w-full border-b bg-transparent px-4 text-base outline-none placeholder:text-faint"
            />
            <Primitive.List className="max-h-[min(24rem,60vh)] overflow-y-auto p-2">
              <Primitive.Empty className="p-6 text-center text-soft">{words('paletteNothing')}</Primitive.Empty>
              {groups.map(({ heading, items }) => (
                <Primitive.Group
                  key={heading}
                  heading={heading}
                  className="[&_[cmdk-group-heading]]:px-2 [&_[cmdk-group-heading]]:py-1.5 [&_[cmdk-group-heading]]:text-faint [&_[cmdk-group-heading]]:text-xs"
                >
                  {items.map((command) => {
                    const keys = bindings[command.id] ?? command.keys
                    return (
                      <Primitive.Item
                        key={command.id}
                        value={`${command.title} ${command.id}`}
                        onSelect={() => run(command)}
                        className="flex h-10 items-center justify-between gap-4 rounded-lg px-2.5 data-[selected=true]:bg-hover"
                      >
                        <span className="truncate">{command.title}</span>
                        {keys && <KeysShown keys={keys} />}
                      </Primitive.Item>
                    )
                  })}
                </Primitive.Group>
              ))}
            </Primitive.List>
          </Primitive>
        </Dialog.Content>
      </Dialog.Portal>
    </Dialog.Root>
  )
}
