import { createRoute, lazyRouteComponent } from '@tanstack/react-router'
import { rootRoute } from '../../root-route.tsx'
import { withWords } from '../../strings/with-words.ts'
import { type AccountTab, accountTabs } from './account-tabs.ts'

/** `/app/accounts`, `/new` (choose), `/new/<transport>` (credentials), `/<id>` (with its tab), `/<id>/setup/<step>`. */
export const accountsRoutes = [
  createRoute({
    getParentRoute: () => rootRoute,
    path: '/accounts',
    component: lazyRouteComponent(() => withWords(import('./accounts-page.tsx'), 'accounts'), 'AccountsPage'),
  }),
  createRoute({
    getParentRoute: () => rootRoute,
    path: '/accounts/new',
    component: lazyRouteComponent(
      () => withWords(import('./choose-transport-page.tsx'), 'accounts'),
      'ChooseTransportPage',
    ),
  }),
  createRoute({
    getParentRoute: () => rootRoute,
    path: '/accounts/new/$transport',
    component: lazyRouteComponent(() => withWords(import('./connect-page.tsx'), 'accounts'), 'ConnectPage'),
  }),
  createRoute({
    getParentRoute: () => rootRoute,
    path: '/accounts/$accountId',
    validateSearch: ({ tab }: Record<string, unknown>): { tab?: AccountTab } => {
      const known = accountTabs.find((each) => each === tab)
      return known ? { tab: known } : {}
    },
    component: lazyRouteComponent(() => withWords(import('./account-page.tsx'), 'accounts'), 'AccountPage'),
  }),
  createRoute({
    getParentRoute: () => rootRoute,
    path: '/accounts/$accountId/setup/$step',
    component: lazyRouteComponent(() => withWords(import('./setup-page.tsx'), 'accounts'), 'SetupPage'),
  }),
] as const
