import { type KeyboardEvent, useState } from 'react'
import { Button } from '../components/button.tsx'
import { KeysShown } from '../components/keys-shown.tsx'
import { useTranslations } from '../strings/use-translations.ts'
import { keysOf } from './bindings.ts'
import { type Command, useCommands } from './command-provider.tsx'

/** Every command that has keys, or could have, with a way to give it others. */
export function ShortcutsTable() {
  const words = useTranslations('shell')
  const { commands, bindings, bind } = useCommands()
  const [changing, setChanging] = useState<string>()
  const [taken, setTaken] = useState<string>()
  const keysFor = (command: Command) => bindings[command.id] ?? command.keys
  const shown = commands.filter((command) => !command.id.startsWith('go.') || keysFor(command))

  const press = (event: KeyboardEvent, id: string) => {
    if (event.key === 'Tab') return
    event.preventDefault()
    event.stopPropagation()
    if (event.key === 'Escape') return setChanging(undefined)
    const keys = keysOf(event.nativeEvent)
    if (keys === undefined) return
    const other = commands.find((command) => command.id !== id && keysFor(command) === keys)
    setTaken(other && words('shortcutTaken', { title: other.title }))
    if (other) return
    bind(id, keys)
    setChanging(undefined)
  }

  return (
    <>
      <p role="status" className={taken ? 'text-warning' : 'sr-only'}>
        {taken}
      </p>
      <ul className="divide-y">
        {shown.map((command) => {
          const keys = keysFor(command)
          return (
            <li key={command.id} className="flex min-h-11 flex-wrap items-center gap-3 py-1.5">
              <span className="min-w-0 flex-1">{command.title}</span>
              {keys && <KeysShown keys={keys} />}
              <Button
                size="small"
                aria-label={`${words('shortcutChange')}: ${command.title}`}
                onClick={() => {
                  setTaken(undefined)
                  setChanging(command.id)
                }}
                onBlur={() => setChanging(undefined)}
                onKeyDown={(event) => changing === command.id && press(event, command.id)}
              >
                {changing === command.id ? words('shortcutPress') : words('shortcutChange')}
              </Button>
              {bindings[command.id] !== undefined && (
                <Button size="small" kind="ghost" onClick={() => bind(command.id, null)}>
                  {words('shortcutReset')}
                </Button>
              )}
            </li>
          )
        })}
      </ul>
    </>
  )
}
