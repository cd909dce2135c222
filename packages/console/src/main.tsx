import { setNonce } from 'get-nonce'
import { StrictMode } from 'react'
import { createRoot } from 'react-dom/client'
import { beginFirstDrawing } from './api/first-drawing.ts'
import { queryClient } from './api/query-client.ts'
import { App } from './app.tsx'
import { heardHere } from './live/heard-here.ts'
import { router } from './router.tsx'
import './styles.css'

/** Longer than this nobody looks at the mark alone: then the page says itself what it waits for. */
const patienceMilliseconds = 400

// Libraries that must add a style element give it the nonce that this page's Content-Security-Policy names.
const nonce = document.querySelector<HTMLMetaElement>('meta[name="csp-nonce"]')?.content
if (nonce) setNonce(nonce)
const eventsAfter = document.querySelector<HTMLMetaElement>('meta[name="events-after"]')?.content
if (eventsAfter) heardHere.startAfter(Number(eventsAfter))
void start()

/**
 * Draws the first page once, with what is in it, instead of a frame, then its skeletons, then itself: each drawing costs as much as
 * the last. In a function, not at the top: pages import from this chunk, which must be there when they come.
 */
async function start(): Promise<void> {
  const root = document.querySelector('#root')
  if (!root) throw new Error('index.html has no #root')
  await Promise.race([
    router.load().then(firstAnswers),
    new Promise((resolve) => setTimeout(resolve, patienceMilliseconds)),
  ])
  const isInDocument = beginFirstDrawing()
  createRoot(root).render(
    <StrictMode>
      <App onDrawn={isInDocument} />
    </StrictMode>,
  )
}

/** What the routes began to ask for. */
async function firstAnswers(): Promise<void> {
  const asked = queryClient.getQueryCache().findAll({ fetchStatus: 'fetching' })
  await Promise.allSettled(asked.map(({ promise }) => Promise.resolve(promise)))
}
