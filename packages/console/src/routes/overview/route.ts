import { createRoute, lazyRouteComponent } from '@tanstack/react-router'
import { rootRoute } from '../../root-route.tsx'
import { withWords } from '../../strings/with-words.ts'
import { readOverviewSearch } from './overview-search.ts'

/** `/app/overview?days=30&account=…` */
export const overviewRoutes = [
  createRoute({
    getParentRoute: () => rootRoute,
    path: '/overview',
    validateSearch: readOverviewSearch,
    component: lazyRouteComponent(() => withWords(import('./overview-page.tsx'), 'overview'), 'OverviewPage'),
  }),
] as const
