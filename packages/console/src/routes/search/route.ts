import { createRoute, lazyRouteComponent } from '@tanstack/react-router'
import { rootRoute } from '../../root-route.tsx'
import { withWords } from '../../strings/with-words.ts'
import { readSearchFilters } from './search-filters.ts'

/** `/app/search?q=&sort=&accountId=&contactId=&direction=&type=&from=&to=` */
export const searchRoutes = [
  createRoute({
    getParentRoute: () => rootRoute,
    path: '/search',
    validateSearch: readSearchFilters,
    component: lazyRouteComponent(() => withWords(import('./search-page.tsx'), 'search', 'thread'), 'SearchPage'),
  }),
] as const
