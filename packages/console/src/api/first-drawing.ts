/* What the first page needs was asked for before it is drawn. What it asks for besides, once it stands, waits until it can be seen:
   on a small machine the server's work would keep the browser from drawing. */

/** A page that nobody looks at is not drawn, and needs its data all the same. */
const patienceMilliseconds = 1_000

let drawing: Promise<void> | undefined

/** While the first page is drawn, or undefined before and after it. */
export function firstDrawing(): Promise<void> | undefined {
  return drawing
}

/** Call as the first page begins to be drawn. @returns call it once the page is in the document */
export function beginFirstDrawing(): () => void {
  const { promise, resolve } = Promise.withResolvers<void>()
  drawing = promise.then(() => {
    drawing = undefined
  })
  setTimeout(resolve, patienceMilliseconds)
  // The frame that begins with the page in the document draws it; when the next one begins it can be seen.
  return () => requestAnimationFrame(() => requestAnimationFrame(() => resolve()))
}
