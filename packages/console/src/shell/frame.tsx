import { CommandProvider } from '../keys/command-provider.tsx'
import { OutgoingProvider } from '../outgoing/outgoing-provider.tsx'
import { SessionGate } from '../session/session-gate.tsx'
import { Shell } from './shell.tsx'

/**
 * Every page, for whoever is signed in. It stands within the router, which so begins to load the page's code and data while the
 * server is still asked who is here.
 */
export function Frame() {
  return (
    <SessionGate>
      <OutgoingProvider>
        <CommandProvider>
          <Shell />
        </CommandProvider>
      </OutgoingProvider>
    </SessionGate>
  )
}
