import { createAccountVault } from '../../../accounts/account-vault.ts'
import { createConnections, type Fallback } from '../../../accounts/connections.ts'
import { createSealer } from '../../../sealing/seal.ts'
import type { DatabaseHandle } from '../../../store/database.ts'
import { testForms } from '../../../transports/account-forms.case.ts'
import type { Transport } from '../../../transports/transport.ts'
import type { AccountRoutes } from './account-routes.ts'

export interface TestAccountRoutes {
  readonly key?: Buffer
  readonly transports?: Readonly<Record<string, Transport>>
  readonly fallback?: Fallback
  readonly publicBaseUrl?: string
}

/** The routes of accounts as a server has them, with a key and transports of the test's own. */
export function testAccountRoutes({ pool, db }: DatabaseHandle, options: TestAccountRoutes = {}): AccountRoutes {
  const key = options.key ?? Buffer.alloc(32, 1)
  const sealer = createSealer(() => [key])
  const connections = createConnections({ forms: testForms, keys: sealer, fallback: () => options.fallback })
  const vault = createAccountVault({ db: pool, sealer, connections })
  const changed = async () => vault.forget()
  return {
    db,
    desk: { pool, forms: testForms, sealer, changed },
    services: { db: pool, connections, transports: options.transports ?? {}, accountOf: vault.accountOf },
    settingsOf: () => ({}),
    publicAddress: { base: () => options.publicBaseUrl, reachedBy: () => (options.publicBaseUrl ? 'tunnel' : null) },
    onEvents: () => {},
  }
}
