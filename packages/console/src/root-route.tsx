import { createRootRoute } from '@tanstack/react-router'
import { begin } from './api/begin.ts'
import { queryClient } from './api/query-client.ts'
import { meQuery } from './session/queries.ts'
import { Frame } from './shell/frame.tsx'
import { NotFound } from './shell/not-found.tsx'

/** What every page stands in. */
export const rootRoute = createRootRoute({
  loader: () => begin(queryClient.ensureQueryData(meQuery)),
  component: Frame,
  notFoundComponent: NotFound,
})
