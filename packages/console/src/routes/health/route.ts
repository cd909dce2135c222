import { createRoute, lazyRouteComponent } from '@tanstack/react-router'
import { rootRoute } from '../../root-route.tsx'
import { withWords } from '../../strings/with-words.ts'

/** `/app/health?hours=24` */
export const healthRoutes = [
  createRoute({
    getParentRoute: () => rootRoute,
    path: '/health',
    validateSearch: ({ hours }: Record<string, unknown>): { hours?: number } =>
      typeof hours === 'number' ? { hours } : {},
    component: lazyRouteComponent(() => withWords(import('./health-page.tsx'), 'health', 'overview'), 'HealthPage'),
  }),
] as const
