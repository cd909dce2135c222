import { BootError } from './boot-error.ts'
import { type Config, parseConfig } from './config.ts'
import { type Env, type EnvSources, readEnv } from './env.ts'
import { exposureProblems } from './refuse-exposure.ts'
import { resolveSecrets, type Secrets } from './secrets.ts'

export interface Settings {
  readonly env: Env
  readonly config: Config
  readonly secrets: Secrets
}

/**
 * All three steps.
 * @throws BootError that lists everything that is wrong.
 */
export function loadSettings(sources: EnvSources): Settings {
  const env = readEnv(sources)
  const { config, problems } = parseConfig(env)
  const all = config.loopback ? problems : [...problems, ...exposureProblems(env, config)]
  if (all.length > 0) throw new BootError(all)
  return { env, config, secrets: secretsIn(env, config.dataDirectory) }
}

/** Secrets that nobody set are made in the data directory: the first that is written there. */
function secretsIn(env: Env, dataDirectory: string): Secrets {
  try {
    return resolveSecrets(env, dataDirectory)
  } catch (error) {
    if (!(error instanceof Error && 'syscall' in error)) throw error
    const wrong = `names ${dataDirectory}, which cannot be used: ${error.message}`
    throw new BootError([{ variable: 'SWITCHBOARD_DATA_DIR', wrong }])
  }
}
