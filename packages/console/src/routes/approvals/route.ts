import { createRoute, lazyRouteComponent } from '@tanstack/react-router'
import { rootRoute } from '../../root-route.tsx'
import { withWords } from '../../strings/with-words.ts'
import { readApprovalSearch } from './approval-search.ts'

/** `/app/approvals?state=&id=` */
export const approvalsRoutes = [
  createRoute({
    getParentRoute: () => rootRoute,
    path: '/approvals',
    validateSearch: readApprovalSearch,
    component: lazyRouteComponent(
      () => withWords(import('./approvals-page.tsx'), 'approvals', 'thread', 'templates'),
      'ApprovalsPage',
    ),
  }),
] as const
