import { useNavigate } from '@tanstack/react-router'
import { LogOut, Monitor, Moon, Settings, Sun } from 'lucide-react'
import { Avatar } from '../components/avatar.tsx'
import { Menu, MenuItem, MenuLabel, MenuSeparator } from '../components/menu.tsx'
import { forgetDrafts } from '../composer/drafts.ts'
import { detachAll } from '../composer/kept-attachments.ts'
import { useSession } from '../session/session.ts'
import { type Language, languages } from '../strings/languages.ts'
import { useLanguage } from '../strings/strings-provider.tsx'
import { useTranslations } from '../strings/use-translations.ts'
import { chooseTheme, useTheme } from '../theme/theme.ts'
import { useWorkspaces, WorkspaceItems } from './workspace-items.tsx'

const themeIcons = { light: Sun, dark: Moon, system: Monitor } as const
const themeWords = { light: 'themeLight', dark: 'themeDark', system: 'themeSystem' } as const

/** Who is signed in, how it looks, in which language, and the way out. */
export function AccountMenu() {
  const words = useTranslations('shell')
  const { me } = useSession()
  const { theme } = useTheme()
  const { language, choose } = useLanguage()
  const navigate = useNavigate()
  const { all } = useWorkspaces()
  return (
    <Menu
      align="start"
      trigger={
        <button
          type="button"
          className="relative flex items-center gap-2.5 rounded-lg p-0.5 text-start xl:p-1 hover:bg-hover sm:w-full"
        >
          <Avatar name={me.name} size="medium" className="size-8" />
          <span className="sr-only">{words('account')}:</span>
          <span className="sr-only min-w-0 flex-1 truncate xl:not-sr-only">{me.name}</span>
        </button>
      }
    >
      <MenuLabel>{words('signedInAs', { name: me.name })}</MenuLabel>
      <MenuItem icon={Settings} onSelect={() => void navigate({ to: '/settings' })}>
        {words('pages.settings')}
      </MenuItem>
      {all.length > 0 && (
        <>
          <MenuSeparator />
          <WorkspaceItems />
        </>
      )}
      <MenuSeparator />
      <MenuLabel>{words('theme')}</MenuLabel>
      {(['light', 'dark', 'system'] as const).map((one) => (
        <MenuItem key={one} icon={themeIcons[one]} checked={theme === one} onSelect={() => chooseTheme(one)}>
          {words(themeWords[one])}
        </MenuItem>
      ))}
      <MenuSeparator />
      <MenuLabel>{words('language')}</MenuLabel>
      {(Object.keys(languages) as Language[]).map((one) => (
        <MenuItem key={one} checked={language === one} onSelect={() => choose(one)}>
          {languages[one].name}
        </MenuItem>
      ))}
      <MenuSeparator />
      <MenuItem icon={LogOut} onSelect={() => signOut(me.id)}>
        {words('signOut')}
      </MenuItem>
    </Menu>
  )
}

/** A form, as the sign-in page's own: the server ends the session and leads to the sign-in page. */
function signOut(memberId: string): void {
  forgetDrafts(memberId)
  detachAll()
  const form = document.createElement('form')
  form.method = 'post'
  form.action = '/sign-out'
  document.body.append(form)
  form.submit()
}
