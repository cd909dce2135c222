import { useSyncExternalStore } from 'react'
import { readStored, writeStored } from './stored.ts'

export const themes = ['system', 'light', 'dark'] as const
export type Theme = (typeof themes)[number]

const listeners = new Set<() => void>()
const systemIsDark = () => matchMedia('(prefers-color-scheme: dark)')

export function chosenTheme(): Theme {
  const stored = readStored('theme')
  return themes.find((theme) => theme === stored) ?? 'system'
}

/** Kept for the next time (public/theme.js reads it before the first paint) and shown at once. */
export function chooseTheme(theme: Theme): void {
  writeStored('theme', theme === 'system' ? null : theme)
  show()
}

export function isDark(): boolean {
  const theme = chosenTheme()
  return theme === 'dark' || (theme === 'system' && systemIsDark().matches)
}

function show(): void {
  document.documentElement.dataset.theme = isDark() ? 'dark' : 'light'
  for (const listener of listeners) listener()
}

/** What was chosen; follows the system while nothing was. */
export function useTheme(): { readonly theme: Theme; readonly dark: boolean } {
  const theme = useSyncExternalStore(subscribe, chosenTheme)
  const dark = useSyncExternalStore(subscribe, isDark)
  return { theme, dark }
}

function subscribe(listener: () => void): () => void {
  if (listeners.size === 0) systemIsDark().addEventListener('change', show)
  listeners.add(listener)
  return () => {
    listeners.delete(listener)
    if (listeners.size === 0) systemIsDark().removeEventListener('change', show)
  }
}
