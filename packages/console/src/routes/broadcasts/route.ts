import { createRoute, lazyRouteComponent } from '@tanstack/react-router'
import { rootRoute } from '../../root-route.tsx'
import { readBroadcastSearch, readNewBroadcastSearch } from './broadcast-search.ts'

/** `/app/broadcasts?state=`, `/new?template=`, `/<id>` */
export const broadcastsRoutes = [
  createRoute({
    getParentRoute: () => rootRoute,
    path: '/broadcasts',
    validateSearch: readBroadcastSearch,
    component: lazyRouteComponent(() => import('./broadcasts-page.tsx'), 'BroadcastsPage'),
  }),
  createRoute({
    getParentRoute: () => rootRoute,
    path: '/broadcasts/new',
    validateSearch: readNewBroadcastSearch,
    component: lazyRouteComponent(() => import('./new-broadcast-page.tsx'), 'NewBroadcastPage'),
  }),
  createRoute({
    getParentRoute: () => rootRoute,
    path: '/broadcasts/$broadcastId',
    component: lazyRouteComponent(() => import('./broadcast-page.tsx'), 'BroadcastPage'),
  }),
] as const
