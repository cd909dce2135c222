import type { Logger } from 'pino'
import type { AuditWriter } from './access/audit.ts'
import { createSignInLimits } from './access/sign-in-limits.ts'
import type { Settings } from './config/load.ts'
import type { PeopleDesk } from './interfaces/people-desk.ts'
import { createAuth } from './people/create-auth.ts'
import { passwordRules } from './people/passwords.ts'
import { signingSecret } from './people/signing-secret.ts'
import { createSealer } from './sealing/seal.ts'
import type { Store } from './startup/open-store.ts'

/** People, their sessions and the links that let them in. All of it on the system's connection: before it, nobody is anybody. */
export async function composePeople({
  settings,
  store: { pool },
  log,
  audit,
}: {
  readonly settings: Settings
  readonly store: Pick<Store, 'pool'>
  readonly log: Logger
  readonly audit: AuditWriter
}): Promise<PeopleDesk> {
  const { config, secrets } = settings
  const sealer = createSealer(secrets.keyring.keysFor('signing secret'))
  const origin = config.publicBaseUrl ?? `http://localhost:${config.port}`
  const auth = createAuth({ pool, secret: await signingSecret(pool, sealer), origin, log })
  return {
    pool,
    auth,
    audit,
    limits: createSignInLimits(pool),
    checkPassword: passwordRules(config.knownPasswordsFile),
    publicBaseUrl: config.publicBaseUrl,
  }
}
