import { createRoute, lazyRouteComponent } from '@tanstack/react-router'
import { rootRoute } from '../../root-route.tsx'
import { withWords } from '../../strings/with-words.ts'
import { readTemplateSearch } from './template-search.ts'

/** `/app/templates?q=&status=&category=&language=`, `/new`, `/<id>`, `/<id>/edit` */
export const templatesRoutes = [
  createRoute({
    getParentRoute: () => rootRoute,
    path: '/templates',
    validateSearch: readTemplateSearch,
    component: lazyRouteComponent(() => withWords(import('./templates-page.tsx'), 'templates'), 'TemplatesPage'),
  }),
  createRoute({
    getParentRoute: () => rootRoute,
    path: '/templates/new',
    component: lazyRouteComponent(
      () => withWords(import('./new-template-page.tsx'), 'templates', 'thread'),
      'NewTemplatePage',
    ),
  }),
  createRoute({
    getParentRoute: () => rootRoute,
    path: '/templates/$templateId',
    component: lazyRouteComponent(
      () => withWords(import('./template-page.tsx'), 'templates', 'thread'),
      'TemplatePage',
    ),
  }),
  createRoute({
    getParentRoute: () => rootRoute,
    path: '/templates/$templateId/edit',
    component: lazyRouteComponent(
      () => withWords(import('./edit-template-page.tsx'), 'templates', 'thread'),
      'EditTemplatePage',
    ),
  }),
] as const
