import { existsSync } from 'node:fs'
import { chromium } from 'playwright-core'

/**
 * The browser of the browser tests: the one that SWITCHBOARD_CHROMIUM names, the system's, or Playwright's own.
 * @throws when there is none, with what to do
 */
export function findChromium(): string {
  const places = [
    process.env.SWITCHBOARD_CHROMIUM,
    '/usr/bin/chromium',
    '/usr/bin/chromium-browser',
    '/usr/bin/google-chrome',
    chromium.executablePath(),
  ]
  const found = places.find((place) => place !== undefined && place !== '' && existsSync(place))
  if (found !== undefined) return found
  throw new Error(
    'There is no Chromium for the browser tests. “sh scripts/install-chromium.sh” installs one (Debian: apt install chromium); ' +
      'SWITCHBOARD_CHROMIUM=/path/to/chromium names one that is elsewhere.',
  )
}

if (import.meta.main) console.log(findChromium())
