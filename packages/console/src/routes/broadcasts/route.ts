import { createRoute, lazyRouteComponent } from '@tanstack/react-router'
import { rootRoute } from '../../root-route.tsx'
import { withWords } from '../../strings/with-words.ts'
import { readBroadcastSearch, readNewBroadcastSearch } from './broadcast-search.ts'

/** `/app/broadcasts?state=`, `/new?template=`, `/<id>`, `/<id>/edit` */
export const broadcastsRoutes = [
  createRoute({
    getParentRoute: () => rootRoute,
    path: '/broadcasts',
    validateSearch: readBroadcastSearch,
    component: lazyRouteComponent(() => withWords(import('./broadcasts-page.tsx'), 'broadcasts'), 'BroadcastsPage'),
  }),
  createRoute({
    getParentRoute: () => rootRoute,
    path: '/broadcasts/new',
    validateSearch: readNewBroadcastSearch,
    component: lazyRouteComponent(
      () => withWords(import('./new-broadcast-page.tsx'), 'broadcasts', 'templates', 'thread'),
      'NewBroadcastPage',
    ),
  }),
  createRoute({
    getParentRoute: () => rootRoute,
    path: '/broadcasts/$broadcastId',
    component: lazyRouteComponent(
      () => withWords(import('./broadcast-page.tsx'), 'broadcasts', 'templates', 'thread'),
      'BroadcastPage',
    ),
  }),
  createRoute({
    getParentRoute: () => rootRoute,
    path: '/broadcasts/$broadcastId/edit',
    component: lazyRouteComponent(
      () => withWords(import('./edit-broadcast-page.tsx'), 'broadcasts', 'templates', 'thread'),
      'EditBroadcastPage',
    ),
  }),
] as const
