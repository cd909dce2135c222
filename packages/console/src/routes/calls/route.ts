import { createRoute, lazyRouteComponent } from '@tanstack/react-router'
import { rootRoute } from '../../root-route.tsx'
import { withWords } from '../../strings/with-words.ts'
import { searchTexts } from '../search-texts.ts'

/** `/app/calls?direction=inbound&account=…` */
export const callsRoutes = [
  createRoute({
    getParentRoute: () => rootRoute,
    path: '/calls',
    validateSearch: (search) => searchTexts(search, ['direction', 'account']),
    component: lazyRouteComponent(() => withWords(import('./calls-page.tsx'), 'calls', 'overview'), 'CallsPage'),
  }),
] as const
