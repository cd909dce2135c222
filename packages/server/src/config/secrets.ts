import { randomBytes } from 'node:crypto'
import type { Env, Origin } from './env.ts'
import { type Keyring, openKeyring } from './keyring.ts'
import { plainDatabaseUrl } from './read-value.ts'
import { readSecretFile, writeSecretFile } from './secret-file.ts'

/** Step three of three. Apart from the configuration, so that nobody logs them with it. */
export interface Secrets {
  readonly databaseUrl: string | undefined
  readonly verifyToken: string
  readonly appSecret: string
  readonly appSecretOrigin: Origin
  readonly accessToken: string | undefined
  readonly adminApiKey: string | undefined
  /** From which the keys for stored tokens and for signed links are derived. */
  readonly keyring: Keyring
  /** It holds the password. */
  readonly smtpUrl: string | undefined
  readonly oidcClientSecret: string | undefined
  readonly minioAccessKey: string | undefined
  readonly minioSecretKey: string | undefined
}

const generatedAppSecret = 'app-secret'

/**
 * Takes the secrets from the environment. The app secret, which local use can't do without (the demo signs with it), is made
 * once and kept in the data directory, readable by its owner only; so is the key for stored tokens.
 */
export function resolveSecrets(env: Env, dataDirectory: string): Secrets {
  const given = env.WHATSAPP_APP_SECRET
  const database = env.DATABASE_URL.value
  return {
    databaseUrl: database === undefined ? undefined : plainDatabaseUrl(database),
    verifyToken: env.WHATSAPP_VERIFY_TOKEN.value ?? 'dev-verify-token',
    appSecret: given.value ?? generatedSecret(dataDirectory),
    appSecretOrigin: given.value === undefined ? { kind: 'generated' } : given.origin,
    accessToken: env.WHATSAPP_ACCESS_TOKEN.value,
    adminApiKey: env.ADMIN_API_KEY.value,
    keyring: openKeyring(env, dataDirectory),
    smtpUrl: env.SMTP_URL.value,
    oidcClientSecret: env.OIDC_CLIENT_SECRET.value,
    minioAccessKey: env.MINIO_ACCESS_KEY.value,
    minioSecretKey: env.MINIO_SECRET_KEY.value,
  }
}

function generatedSecret(dataDirectory: string): string {
  const kept = readSecretFile(dataDirectory, generatedAppSecret)
  if (kept !== undefined) return kept
  const made = randomBytes(24).toString('hex')
  writeSecretFile(dataDirectory, generatedAppSecret, made)
  return made
}
