import { createRoute, createRouter, redirect } from '@tanstack/react-router'
import { rootRoute } from './root-route.tsx'
import { accountsRoutes } from './routes/accounts/route.ts'
import { approvalsRoutes } from './routes/approvals/route.ts'
import { assistantsRoutes } from './routes/assistants/route.ts'
import { auditRoutes } from './routes/audit/route.ts'
import { broadcastsRoutes } from './routes/broadcasts/route.ts'
import { callsRoutes } from './routes/calls/route.ts'
import { contactsRoutes } from './routes/contacts/route.ts'
import { eventsInRoutes } from './routes/events-in/route.ts'
import { healthRoutes } from './routes/health/route.ts'
import { inboxRoutes } from './routes/inbox/route.ts'
import { overviewRoutes } from './routes/overview/route.ts'
import { phoneRoutes } from './routes/phone/route.ts'
import { searchRoutes } from './routes/search/route.ts'
import { settingsRoutes } from './routes/settings/route.ts'
import { templatesRoutes } from './routes/templates/route.ts'
import { PageCrashed } from './shell/page-crashed.tsx'

const start = createRoute({
  getParentRoute: () => rootRoute,
  path: '/',
  beforeLoad: () => {
    throw redirect({ to: '/inbox', replace: true })
  },
})

let hasBegun = false

/** Every page by its address below /app. A page's folder in routes/ says its addresses and what its search parameters mean. */
export const router = createRouter({
  basepath: '/app',
  routeTree: rootRoute.addChildren([
    start,
    ...inboxRoutes,
    ...phoneRoutes,
    ...searchRoutes,
    ...contactsRoutes,
    ...approvalsRoutes,
    ...templatesRoutes,
    ...broadcastsRoutes,
    ...callsRoutes,
    ...overviewRoutes,
    ...accountsRoutes,
    ...assistantsRoutes,
    ...eventsInRoutes,
    ...auditRoutes,
    ...healthRoutes,
    ...settingsRoutes,
  ]),
  defaultPreload: 'intent',
  // Data is kept fresh by the live feed and TanStack Query, not by the router.
  defaultPreloadStaleTime: 0,
  defaultErrorComponent: PageCrashed,
  scrollRestoration: restoresPlaces,
})

/** Going back brings lists to where they were. On the first page of a visit they begin at their beginning, where what is new stands. */
function restoresPlaces(): boolean {
  const restores = hasBegun
  hasBegun = true
  return restores
}

declare module '@tanstack/react-router' {
  interface Register {
    router: typeof router
  }
}
