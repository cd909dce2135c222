import { QueryClient } from '@tanstack/react-query'
import { isProblem } from './problem.ts'

/** What is asked again by itself: what the network or a busy server failed at, not what was refused. */
function shouldRetry(failures: number, error: Error): boolean {
  return failures < 3 && (!isProblem(error) || error.status >= 500 || error.status === 429)
}

/** What the pages hold of the server. Routes begin to fill it before their pages' code is here. */
export const queryClient = new QueryClient({
  defaultOptions: {
    // The live feed says what changed; what a page shows again is refetched only when it may have missed something.
    queries: { staleTime: 30_000, retry: shouldRetry, refetchOnWindowFocus: false, networkMode: 'always' },
    mutations: { retry: false, networkMode: 'always' },
  },
})
