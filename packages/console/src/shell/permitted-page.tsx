import { Outlet, useLocation } from '@tanstack/react-router'
import { useSession } from '../session/session.ts'
import { MayNot } from './may-not.tsx'
import { scopeOfPage } from './nav-items.ts'

/** The page, for whoever may open it; nobody else's page asks the server for anything. */
export function PermittedPage() {
  const { can } = useSession()
  const { pathname } = useLocation()
  const scope = scopeOfPage(pathname)
  return scope && !can(scope) ? <MayNot scope={scope} /> : <Outlet />
}
