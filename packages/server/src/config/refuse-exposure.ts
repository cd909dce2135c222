import type { BootProblem } from './boot-error.ts'
import type { Config } from './config.ts'
import type { Env } from './env.ts'
import { type VariableName, variable } from './variables.ts'

/**
 * What must not stand when others can reach the server: secrets that everybody knows, a missing app secret, unsigned
 * webhooks, an echo for everybody. The same list is what `doctor` shows as refused in production.
 */
export function exposureProblems(env: Env, { whatsapp, echo }: Pick<Config, 'whatsapp' | 'echo'>): BootProblem[] {
  const problems: BootProblem[] = []
  const where = 'and the server would listen beyond this machine'
  for (const name of ['WHATSAPP_VERIFY_TOKEN', 'ADMIN_API_KEY'] as const satisfies VariableName[]) {
    const { value, origin } = env[name]
    if (value === undefined || !variable(name).known?.includes(value)) continue
    const how = origin.kind === 'default' ? 'is not set, so it is' : 'is'
    problems.push({ variable: name, wrong: `${how} "${value}", which everybody knows, ${where}` })
  }
  if (env.WHATSAPP_APP_SECRET.value === undefined)
    problems.push({
      variable: 'WHATSAPP_APP_SECRET',
      wrong: `is empty, so no webhook of Meta's could be verified, ${where}`,
    })
  if (!whatsapp.verifySignature)
    problems.push({
      variable: 'VERIFY_WEBHOOK_SIGNATURE',
      wrong: `is false, so anybody could send messages as anybody, ${where}`,
    })
  if (echo.kind === 'on' && echo.allowed.length === 0)
    problems.push({
      variable: 'DEBUG_ECHO_MODE',
      wrong: `is true without DEBUG_ECHO_ALLOWLIST_E164, so whoever writes would be answered by the echo, ${where}`,
    })
  return problems
}
