import { createRoute, lazyRouteComponent } from '@tanstack/react-router'
import { rootRoute } from '../../root-route.tsx'
import { searchTexts } from '../search-texts.ts'

/** `/app/health?hours=24` */
export const healthRoutes = [
  createRoute({
    getParentRoute: () => rootRoute,
    path: '/health',
    validateSearch: (search) => searchTexts(search, ['hours']),
    component: lazyRouteComponent(() => import('./health-page.tsx'), 'HealthPage'),
  }),
] as const
