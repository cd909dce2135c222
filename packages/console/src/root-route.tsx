import { createRootRoute } from '@tanstack/react-router'
import { NotFound } from './shell/not-found.tsx'
import { Shell } from './shell/shell.tsx'

/** What every page stands in. */
export const rootRoute = createRootRoute({ component: Shell, notFoundComponent: NotFound })
