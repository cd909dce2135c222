import { createContext, type ReactNode, use, useCallback, useEffect, useMemo, useRef, useState } from 'react'
import { createKeybindingsHandler } from 'tinykeys'
import { type Bindings, readBindings, writeBindings } from './bindings.ts'

/** Something that a person can do here, by its keys or out of the palette. */
export interface Command {
  /** Stable: what a person's own keys are kept under, e.g. `inbox.resolve`. */
  readonly id: string
  readonly title: string
  /** As tinykeys writes them. Letters beside Alt or $mod by their place: `Alt+KeyJ`. */
  readonly keys?: string
  readonly run: () => void
  /** Also while somebody types; for keys with Alt or $mod that is so without saying. */
  readonly whileTyping?: boolean
  /** Again and again while its keys are held, as in moving through a list. Without it a press is one press, however long it lasts. */
  readonly repeats?: boolean
  /** Not in the palette, e.g. because it moves within a list. */
  readonly hidden?: boolean
}

interface Commands {
  readonly commands: readonly Command[]
  readonly bindings: Bindings
  readonly add: (command: Command) => () => void
  /** null: as delivered. */
  readonly bind: (id: string, keys: string | null) => void
}

const CommandContext = createContext<Commands | undefined>(undefined)

/** Holds what can be done on the page that is shown, and listens to the keyboard. The newest command of an id wins. */
export function CommandProvider({ children }: { readonly children: ReactNode }) {
  const [commands, setCommands] = useState<readonly Command[]>([])
  const [bindings, setBindings] = useState(readBindings)
  const add = useCallback((command: Command) => {
    setCommands((all) => [...all, command])
    return () => setCommands((all) => all.filter((one) => one !== command))
  }, [])
  const bind = useCallback((id: string, keys: string | null) => {
    setBindings((all) => {
      const { [id]: _former, ...others } = all
      const next = keys === null ? others : { ...others, [id]: keys }
      writeBindings(next)
      return next
    })
  }, [])
  useEffect(() => {
    const map: Record<string, (event: KeyboardEvent) => void> = {}
    for (const command of commands) {
      const keys = bindings[command.id] ?? command.keys
      if (keys) map[matching(keys)] = (event) => press(event, command, keys)
    }
    // Whether somebody types is looked at in press(): with Alt or Ctrl a command is meant also then.
    const handle = createKeybindingsHandler(map, { ignore: () => false })
    addEventListener('keydown', handle)
    return () => removeEventListener('keydown', handle)
  }, [commands, bindings])
  const value = useMemo(() => ({ commands, bindings, add, bind }), [commands, bindings, add, bind])
  return <CommandContext value={value}>{children}</CommandContext>
}

/** `?` needs Shift on most keyboards and not on others. */
function matching(keys: string): string {
  return /^[^\p{L}\p{N}\s]$/u.test(keys) ? `[Shift]+${keys}` : keys
}

function press(event: KeyboardEvent, command: Command, keys: string): void {
  const { target } = event
  const types = target instanceof HTMLElement && target.matches('input, textarea, select, [contenteditable="true"]')
  if (types && !command.whileTyping && !/\$mod|Alt|Control|Meta/.test(keys)) return
  event.preventDefault()
  if (event.repeat && !command.repeats) return
  command.run()
}

export function useCommands(): Commands {
  const commands = use(CommandContext)
  if (!commands) throw new Error('useCommands outside of CommandProvider')
  return commands
}

/** Offers a command while the component is shown; nothing for `undefined`. What `run` closes over may change between renders. */
export function useCommand(command: Command | undefined): void {
  const { add } = useCommands()
  const newest = useRef(command)
  useEffect(() => {
    newest.current = command
  })
  const { id, title, keys, whileTyping, repeats, hidden } = command ?? {}
  useEffect(() => {
    if (id === undefined || title === undefined) return
    return add({
      id,
      title,
      run: () => newest.current?.run(),
      ...(keys === undefined ? undefined : { keys }),
      ...(whileTyping === undefined ? undefined : { whileTyping }),
      ...(repeats === undefined ? undefined : { repeats }),
      ...(hidden === undefined ? undefined : { hidden }),
    })
  }, [add, id, title, keys, whileTyping, repeats, hidden])
}
