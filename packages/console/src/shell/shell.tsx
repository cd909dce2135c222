import { useTranslations } from '../strings/use-translations.ts'
import { UnreadWatch } from '../unread/unread-watch.tsx'
import { ConnectionLine } from './connection-line.tsx'
import { NavBar } from './nav-bar.tsx'
import { NavRail } from './nav-rail.tsx'
import { PermittedPage } from './permitted-page.tsx'
import { ShellCommands } from './shell-commands.tsx'
import { UnsentLine } from './unsent-line.tsx'

/** The frame of every page: navigation at the side, or below on a phone; a line when the server is not reached. */
export function Shell() {
  const words = useTranslations('shell')
  return (
    <div className="flex h-dvh flex-col">
      <a
        href="#content"
        className="sr-only focus:not-sr-only focus:absolute focus:start-2 focus:top-2 focus:z-60 focus:rounded-lg focus:bg-raised focus:px-3 focus:py-2"
      >
        {words('skip')}
      </a>
      <ConnectionLine />
      <UnsentLine />
      <div className="flex min-h-0 flex-1">
        <NavRail />
        <main id="content" tabIndex={-1} className="min-w-0 flex-1 outline-none">
          <PermittedPage />
        </main>
      </div>
      <NavBar />
      <ShellCommands />
      <UnreadWatch />
    </div>
  )
}
