import { QueryClient, QueryClientProvider } from '@tanstack/react-query'
import { RouterProvider } from '@tanstack/react-router'
import { useState } from 'react'
import { isProblem } from './api/problem.ts'
import { ToastProvider } from './components/toast.tsx'
import { CommandProvider } from './keys/command-provider.tsx'
import { LiveProvider } from './live/live-provider.tsx'
import { OutgoingProvider } from './outgoing/outgoing-provider.tsx'
import { router } from './router.tsx'
import { SessionGate } from './session/session-gate.tsx'
import { StringsProvider } from './strings/strings-provider.tsx'

/** What is asked again by itself: what the network or a busy server failed at, not what was refused. */
function shouldRetry(failures: number, error: Error): boolean {
  return failures < 3 && (!isProblem(error) || error.status >= 500 || error.status === 429)
}

function createQueryClient(): QueryClient {
  return new QueryClient({
    defaultOptions: {
      // The live feed says what changed; what a page shows again is refetched only when it may have missed something.
      queries: { staleTime: 30_000, retry: shouldRetry, refetchOnWindowFocus: false, networkMode: 'always' },
      mutations: { retry: false, networkMode: 'always' },
    },
  })
}

/** Everything that pages stand on: words, data, who is here, what happens live, commands, notices. */
export function App() {
  const [client] = useState(createQueryClient)
  return (
    <StringsProvider>
      <QueryClientProvider client={client}>
        <ToastProvider>
          <SessionGate>
            <LiveProvider>
              <OutgoingProvider>
                <CommandProvider>
                  <RouterProvider router={router} />
                </CommandProvider>
              </OutgoingProvider>
            </LiveProvider>
          </SessionGate>
        </ToastProvider>
      </QueryClientProvider>
    </StringsProvider>
  )
}
