/** Keys as tinykeys writes them, e.g. `$mod+K`, `Alt+J`, `?`; by the command's id. */
export type Bindings = Readonly<Record<string, string>>

const place = 'switchboard.keys'

/** What this person changed, and nothing else. */
export function readBindings(): Bindings {
  try {
    const stored: unknown = JSON.parse(localStorage.getItem(place) ?? '{}')
    if (typeof stored !== 'object' || stored === null) return {}
    return Object.fromEntries(
      Object.entries(stored).filter((entry): entry is [string, string] => typeof entry[1] === 'string'),
    )
  } catch {
    return {}
  }
}

export function writeBindings(bindings: Bindings): void {
  try {
    localStorage.setItem(place, JSON.stringify(bindings))
  } catch {
    // Forbidden storage: they hold until the page is left.
  }
}

const onMac = /Mac|iPhone|iPad/.test(navigator.platform)
const signs: Readonly<Record<string, string>> = onMac
  ? { $mod: '⌘', Alt: '⌥', Shift: '⇧', Control: '⌃', Meta: '⌘' }
  : { $mod: 'Ctrl', Control: 'Ctrl', Meta: 'Win' }

/** `$mod+K` as a person reads it on this device. */
export function keysToShow(keys: string): readonly string[] {
  return keys.split(/[+ ]/).map((key) => signs[key] ?? (key.replace(/^(Key|Digit)/, '') || '+'))
}

/** The keys of a press, as tinykeys writes them; nothing while only modifiers are held. */
export function keysOf(event: KeyboardEvent): string | undefined {
  if (['Alt', 'Control', 'Meta', 'Shift', 'AltGraph'].includes(event.key)) return undefined
  const mod = onMac ? event.metaKey : event.ctrlKey
  const isLetter = /^(Key|Digit)/.test(event.code)
  const parts = [
    mod ? '$mod' : '',
    onMac && event.ctrlKey ? 'Control' : '',
    event.altKey ? 'Alt' : '',
    event.shiftKey && (isLetter || event.key.length > 1) ? 'Shift' : '',
    // With Alt a Mac types another letter: the key's own name is what is meant.
    isLetter && (event.altKey || mod) ? event.code : event.key,
  ]
  return parts.filter(Boolean).join('+')
}
