import './open-pages.ts'
import { afterEach } from 'vitest'

/* A setup file of every test: where a browser was open in one that failed, what its pages showed is printed beside the failure. */
afterEach(async ({ task }) => {
  if (task.result?.state !== 'fail') return
  for (const page of globalThis.openPages ?? []) {
    const shown = await page.ariaSnapshot({ timeout: 5_000 }).catch((error: unknown) => String(error))
    console.error(`${task.name}: ${page.url()} showed\n${shown}`)
  }
})
