import { createRoute, lazyRouteComponent } from '@tanstack/react-router'
import { rootRoute } from '../../root-route.tsx'
import { withWords } from '../../strings/with-words.ts'
import { searchTexts } from '../search-texts.ts'

/** `/app/audit?interface=mcp&outcome=refused&entry=…` */
export const auditRoutes = [
  createRoute({
    getParentRoute: () => rootRoute,
    path: '/audit',
    validateSearch: (search) =>
      searchTexts(search, [
        'interface',
        'outcome',
        'action',
        'client',
        'actor',
        'contactId',
        'conversationId',
        'reads',
        'entry',
      ]),
    component: lazyRouteComponent(() => withWords(import('./audit-page.tsx'), 'audit'), 'AuditPage'),
  }),
] as const
