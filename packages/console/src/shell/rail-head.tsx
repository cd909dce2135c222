import { Link } from '@tanstack/react-router'
import { ChevronsUpDown } from 'lucide-react'
import { LogoMark } from '../components/logo-mark.tsx'
import { Menu } from '../components/menu.tsx'
import { useTranslations } from '../strings/use-translations.ts'
import { useWorkspaces, WorkspaceItems } from './workspace-items.tsx'

/** The product; for who is in several workspaces which one this is, and the way to the others. */
export function RailHead() {
  const words = useTranslations('shell')
  const { all, current } = useWorkspaces()
  if (all.length === 0 || !current)
    return (
      <Link to="/inbox" className="flex items-center gap-2.5 px-1 py-0.5" aria-label="Switchboard">
        <LogoMark className="size-7" />
        <span className="hidden font-semibold tracking-tight xl:inline">Switchboard</span>
      </Link>
    )
  return (
    <Menu
      align="start"
      trigger={
        <button
          type="button"
          className="relative flex items-center gap-2.5 rounded-lg px-1 py-0.5 text-start hover:bg-hover"
        >
          <LogoMark className="size-7 shrink-0" />
          <span className="sr-only">{words('workspace')}:</span>
          <span className="sr-only min-w-0 flex-1 truncate font-semibold tracking-tight xl:not-sr-only">
            <bdi>{current.name}</bdi>
          </span>
          <ChevronsUpDown aria-hidden className="hidden size-4 shrink-0 text-faint xl:block" />
        </button>
      }
    >
      <WorkspaceItems />
    </Menu>
  )
}
