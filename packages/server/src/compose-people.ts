import { randomBytes } from 'node:crypto'
import type { WorkspaceId } from '@switchboard/contract'
import type { Logger } from 'pino'
import type { AuditWriter } from './access/audit.ts'
import { createSignInLimits } from './access/sign-in-limits.ts'
import type { Settings } from './config/load.ts'
import type { PeopleDesk } from './interfaces/people-desk.ts'
import { createAuth } from './people/create-auth.ts'
import { createMailLimits } from './people/mail/mail-limits.ts'
import { createMailer } from './people/mail/mailer.ts'
import { passwordRules } from './people/passwords.ts'
import { signingSecret } from './people/signing-secret.ts'
import type { SingleSignOn } from './people/single-sign-on/single-sign-on.ts'
import { createSealer } from './sealing/seal.ts'
import { identityProviderOf } from './startup/identity-provider.ts'
import type { Store } from './startup/open-store.ts'

const otherKey =
  'Nobody can sign in at this server: what signs sessions is sealed with another key. Give all servers of a database the same SWITCHBOARD_KEY.'

/** People, their sessions and the links that let them in. All of it on the system's connection: before it, nobody is anybody. */
export async function composePeople({
  settings,
  store: { pool },
  workspaceId,
  log,
  audit,
}: {
  readonly settings: Settings
  readonly store: Pick<Store, 'pool'>
  /** Where people of the configured domains join. */
  readonly workspaceId: WorkspaceId
  readonly log: Logger
  readonly audit: AuditWriter
}): Promise<PeopleDesk> {
  const { config, secrets } = settings
  const sealer = createSealer(secrets.keyring.keysFor('signing secret'))
  const origin = config.publicBaseUrl ?? `http://localhost:${config.port}`
  const secret = await signingSecret(pool, sealer)
  const locked = secret === undefined ? otherKey : undefined
  if (locked !== undefined) log.warn({}, locked)
  const auth = createAuth({ pool, secret: secret ?? randomBytes(32).toString('base64url'), origin, log })
  return {
    pool,
    auth,
    locked,
    audit,
    limits: createSignInLimits(pool),
    mailLimits: createMailLimits(pool),
    checkPassword: passwordRules(config.knownPasswordsFile),
    origin,
    singleSignOn: composeSingleSignOn(settings, workspaceId, log),
    publicBaseUrl: config.publicBaseUrl,
    mailer: secrets.smtpUrl && config.mail ? createMailer({ url: secrets.smtpUrl, from: config.mail.from }) : undefined,
  }
}

function composeSingleSignOn(
  { config, secrets }: Settings,
  workspaceId: WorkspaceId,
  log: Logger,
): SingleSignOn | undefined {
  if (!config.singleSignOn) return undefined
  const { name, domains, joinRole } = config.singleSignOn
  return {
    name,
    provider: identityProviderOf(config, secrets.oidcClientSecret, log),
    rules: { domains, joins: joinRole && { role: joinRole, workspaceId } },
    sealer: createSealer(secrets.keyring.keysFor('single sign-on')),
  }
}
