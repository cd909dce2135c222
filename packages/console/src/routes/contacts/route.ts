import { createRoute, lazyRouteComponent } from '@tanstack/react-router'
import { rootRoute } from '../../root-route.tsx'
import { withWords } from '../../strings/with-words.ts'
import { readContactSearch } from './contact-search.ts'

/** `/app/contacts?q=&sort=&show=`, `/app/contacts/<id>` */
export const contactsRoutes = [
  createRoute({
    getParentRoute: () => rootRoute,
    path: '/contacts',
    validateSearch: readContactSearch,
    component: lazyRouteComponent(() => withWords(import('./contacts-page.tsx'), 'contacts'), 'ContactsPage'),
  }),
  createRoute({
    getParentRoute: () => rootRoute,
    path: '/contacts/$contactId',
    component: lazyRouteComponent(() => withWords(import('./contact-page.tsx'), 'contacts', 'inbox'), 'ContactPage'),
  }),
] as const
