import { createRoute, lazyRouteComponent } from '@tanstack/react-router'
import { rootRoute } from '../../root-route.tsx'
import { type AccountTab, accountTabs } from './account-tabs.ts'

/** `/app/accounts`, `/new` (choose), `/new/<transport>` (credentials), `/<id>` (with its tab), `/<id>/setup/<step>`. */
export const accountsRoutes = [
  createRoute({
    getParentRoute: () => rootRoute,
    path: '/accounts',
    component: lazyRouteComponent(() => import('./accounts-page.tsx'), 'AccountsPage'),
  }),
  createRoute({
    getParentRoute: () => rootRoute,
    path: '/accounts/new',
    component: lazyRouteComponent(() => import('./choose-transport-page.tsx'), 'ChooseTransportPage'),
  }),
  createRoute({
    getParentRoute: () => rootRoute,
    path: '/accounts/new/$transport',
    component: lazyRouteComponent(() => import('./connect-page.tsx'), 'ConnectPage'),
  }),
  createRoute({
    getParentRoute: () => rootRoute,
    path: '/accounts/$accountId',
    validateSearch: ({ tab }: Record<string, unknown>): { tab?: AccountTab } => {
      const known = accountTabs.find((each) => each === tab)
      return known ? { tab: known } : {}
    },
    component: lazyRouteComponent(() => import('./account-page.tsx'), 'AccountPage'),
  }),
  createRoute({
    getParentRoute: () => rootRoute,
    path: '/accounts/$accountId/setup/$step',
    component: lazyRouteComponent(() => import('./setup-page.tsx'), 'SetupPage'),
  }),
] as const
