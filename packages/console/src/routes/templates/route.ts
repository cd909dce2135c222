import { createRoute, lazyRouteComponent } from '@tanstack/react-router'
import { rootRoute } from '../../root-route.tsx'
import { readTemplateSearch } from './template-search.ts'

/** `/app/templates?q=&status=&category=&language=`, `/new`, `/<id>`, `/<id>/edit` */
export const templatesRoutes = [
  createRoute({
    getParentRoute: () => rootRoute,
    path: '/templates',
    validateSearch: readTemplateSearch,
    component: lazyRouteComponent(() => import('./templates-page.tsx'), 'TemplatesPage'),
  }),
  createRoute({
    getParentRoute: () => rootRoute,
    path: '/templates/new',
    component: lazyRouteComponent(() => import('./new-template-page.tsx'), 'NewTemplatePage'),
  }),
  createRoute({
    getParentRoute: () => rootRoute,
    path: '/templates/$templateId',
    component: lazyRouteComponent(() => import('./template-page.tsx'), 'TemplatePage'),
  }),
  createRoute({
    getParentRoute: () => rootRoute,
    path: '/templates/$templateId/edit',
    component: lazyRouteComponent(() => import('./edit-template-page.tsx'), 'EditTemplatePage'),
  }),
] as const
