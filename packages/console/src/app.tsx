import { QueryClientProvider } from '@tanstack/react-query'
import { RouterProvider } from '@tanstack/react-router'
import { useEffect } from 'react'
import { queryClient } from './api/query-client.ts'
import { ToastProvider } from './components/toast.tsx'
import { LiveProvider } from './live/live-provider.tsx'
import { router } from './router.tsx'
import { StringsProvider } from './strings/strings-provider.tsx'

/** What pages stand on whoever is here: words, data, what happens live, notices. The rest is in shell/frame.tsx. */
export function App({ onDrawn }: { readonly onDrawn: () => void }) {
  useEffect(onDrawn, [onDrawn])
  return (
    <StringsProvider>
      <QueryClientProvider client={queryClient}>
        <ToastProvider>
          <LiveProvider>
            <RouterProvider router={router} />
          </LiveProvider>
        </ToastProvider>
      </QueryClientProvider>
    </StringsProvider>
  )
}
