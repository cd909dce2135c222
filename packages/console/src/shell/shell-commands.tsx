import { useNavigate } from '@tanstack/react-router'
import { lazy, Suspense, useState } from 'react'
import { useCommand } from '../keys/command-provider.tsx'
import { useSession } from '../session/session.ts'
import { useTranslations } from '../strings/use-translations.ts'
import { chooseTheme, useTheme } from '../theme/theme.ts'
import { type NavItem, navItems } from './nav-items.ts'

const Palette = lazy(async () => ({ default: (await import('../keys/palette.tsx')).Palette }))
const ShortcutsDialog = lazy(async () => ({ default: (await import('../keys/shortcuts-dialog.tsx')).ShortcutsDialog }))

/** What can be done on every page: go to any other, find a command, see the shortcuts, switch the look. */
export function ShellCommands() {
  const words = useTranslations('shell')
  const { can } = useSession()
  const { dark } = useTheme()
  const [open, setOpen] = useState<'palette' | 'shortcuts' | undefined>()
  const close = (isOpen: boolean) => !isOpen && setOpen(undefined)
  useCommand({
    id: 'shell.palette',
    title: words('openPalette'),
    keys: '$mod+KeyK',
    hidden: true,
    run: () => setOpen('palette'),
  })
  useCommand({ id: 'shell.shortcuts', title: words('shortcuts'), keys: '?', run: () => setOpen('shortcuts') })
  useCommand({
    id: 'shell.theme',
    title: words('toggleTheme'),
    run: () => chooseTheme(dark ? 'light' : 'dark'),
  })
  return (
    <>
      {navItems
        .filter(({ scope }) => can(scope))
        .map((item) => (
          <GoTo key={item.to} item={item} />
        ))}
      <Suspense>
        {open === 'palette' && <Palette open onOpenChange={close} />}
        {open === 'shortcuts' && <ShortcutsDialog open onOpenChange={close} />}
      </Suspense>
    </>
  )
}

function GoTo({ item: { area, to } }: { readonly item: NavItem }) {
  const words = useTranslations('shell')
  const page = words(`pages.${area}`)
  const navigate = useNavigate()
  useCommand({ id: `go.${area}`, title: words('goTo', { page }), run: () => void navigate({ to }) })
  return null
}
