import type { Config, Env, Finding, RunningServer, VariableName } from '@switchboard/server'
import type { Command } from 'commander'
import { print, style } from '../print.ts'
import { type SettingsFlags, sourcesFor, withDataDirectory } from '../settings-options.ts'
import { configurationTable } from './config.ts'

/** `switchboard doctor`: what is set and from where, what production would refuse, and whether the surroundings are fine. */
export function registerDoctor(program: Command): void {
  withDataDirectory(
    program.command('doctor').description('explain the configuration and what is wrong with it'),
  ).action(async (flags: SettingsFlags) => {
    process.exitCode = (await diagnose(flags)) ? 0 : 1
  })
}

async function diagnose(flags: SettingsFlags): Promise<boolean> {
  const { describeProblem, exposureProblems, parseConfig, readEnv } = await import('@switchboard/server')
  const env = readEnv(await sourcesFor(flags))
  const { config, problems } = parseConfig(env)
  const exposure = exposureProblems(env, config)
  print(style('bold', 'Configuration'))
  print(await configurationTable(env))
  for (const note of notes(env)) print(`  ${style('yellow', '!')} ${note}`)
  print()
  print(
    style('bold', config.loopback ? 'Would be refused on another address than loopback' : 'Refused on this address'),
  )
  print(exposure.length === 0 ? '  nothing' : exposure.map(describeProblem).join('\n'))
  print()
  print(style('bold', 'State'))
  const refused = config.loopback ? problems : [...problems, ...exposure]
  const findings: (readonly [string, Finding])[] = [
    ['values', describeValues(problems.map(describeProblem), refused.length - problems.length)],
    ...(await surroundings(env, config)),
  ]
  for (const [name, finding] of findings) print(describeFinding(name, finding))
  const fine = findings.every(([, { ok }]) => ok)
  const next = (await visibleServer(config)) ? 'All is well.' : 'All is well. Start with: make start'
  print()
  print(fine ? next : 'Mend what is marked ✗, then run switchboard doctor again.')
  return fine
}

/** What no address would take, in full; what only this one refuses is told above. */
function describeValues(wrong: readonly string[], refusedHere: number): Finding {
  const above = refusedHere === 0 ? [] : [`refused on this address, as told above: ${refusedHere}`]
  if (wrong.length === 0 && refusedHere === 0) return { ok: true, text: 'every value can be used' }
  return { ok: false, text: [...wrong.map((problem) => problem.replaceAll(/^ {2}/gm, '')), ...above].join('\n') }
}

/** Lines after the first stand below it. */
function describeFinding(name: string, { ok, text, hint }: Finding): string {
  const mark = ok ? style('green', '✓') : style('red', '✗')
  const lines = [...text.split('\n'), ...(hint === undefined ? [] : [hint])]
  return `  ${mark} ${name.padEnd(9)} ${lines.join(`\n${' '.repeat(14)}`)}`
}

async function surroundings(env: Env, config: Config): Promise<(readonly [string, Finding])[]> {
  const server = await import('@switchboard/server')
  const { checkDatabase, checkDisk, checkEmbedded, checkMail, checkPort, checkSingleSignOn } = server
  const { describeEndpoints } = server
  const found = await visibleServer(config)
  const running = found === 'hidden' ? undefined : found
  const none = found === 'hidden' ? 'cannot be seen by this user' : 'does not run'
  const databaseUrl = env.DATABASE_URL.value ?? running?.databaseUrl
  const endpoints = databaseUrl === undefined ? undefined : await describeEndpoints(databaseUrl)
  const smtp = env.SMTP_URL.value
  return [
    ['server', { ok: true, text: running ? `runs at ${running.url} (process ${running.pid})` : none }],
    ['database', databaseUrl ? await checkDatabase(databaseUrl) : await checkEmbedded(config.dataDirectory)],
    ...(endpoints === undefined ? [] : [['webhooks', { ok: true, text: endpoints }] as const]),
    ['disk', await checkDisk(config.dataDirectory)],
    ['port', running ? describeUsedPort(running.url, config) : await checkPort(config)],
    ...(config.singleSignOn
      ? [['sign-on', await checkSingleSignOn(config, env.OIDC_CLIENT_SECRET.value)] as const]
      : []),
    ...(smtp && config.mail ? [['mail', await checkMail({ url: smtp, from: config.mail.from })] as const] : []),
  ]
}

/** Another user's data directory can't be looked into: what is wrong with it is said beside the disk. */
async function visibleServer({ dataDirectory }: Config): Promise<RunningServer | 'hidden' | undefined> {
  const { findRunningServer } = await import('@switchboard/server')
  try {
    return findRunningServer(dataDirectory)
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'EACCES') return 'hidden'
    throw error
  }
}

/** The running server may have been started with other settings than those that are read here. */
function describeUsedPort(url: string, { port }: Config): Finding {
  const used = new URL(url).port
  if (port === 0 || used === String(port)) return { ok: true, text: 'used by the running server' }
  return { ok: true, text: `the running server uses ${used}; these settings name ${port}` }
}

function notes(env: Env): string[] {
  const names = Object.keys(env) as VariableName[] // Env has exactly these keys
  return names.flatMap((name) => {
    const { origin, overruled } = env[name]
    const older = 'name' in origin && origin.name !== name ? [`${origin.name} is an older name of ${name}`] : []
    const lost = overruled
      .filter(({ differs }) => differs)
      .map((loser) => `${loser.name} has another value than ${'name' in origin ? origin.name : name}, which wins`)
    return [...older, ...lost]
  })
}
