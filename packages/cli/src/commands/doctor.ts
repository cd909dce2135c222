import type { Config, Env, Finding, VariableName } from '@switchboard/server'
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
  const values = refused.length === 0 ? 'every value can be used' : refused.map(describeProblem).join('\n').trim()
  const findings: (readonly [string, Finding])[] = [
    ['values', { ok: refused.length === 0, text: values }],
    ...(await surroundings(env, config)),
  ]
  for (const [name, finding] of findings) print(describeFinding(name, finding))
  const fine = findings.every(([, { ok }]) => ok)
  print()
  print(fine ? 'All is well. Start with: make start' : 'Mend what is marked ✗, then run switchboard doctor again.')
  return fine
}

function describeFinding(name: string, { ok, text, hint }: Finding): string {
  const mark = ok ? style('green', '✓') : style('red', '✗')
  return `  ${mark} ${name.padEnd(9)} ${text}${hint === undefined ? '' : `\n              ${hint}`}`
}

async function surroundings(env: Env, config: Config): Promise<(readonly [string, Finding])[]> {
  const { checkDatabase, checkDisk, checkMail, checkPort, checkSingleSignOn, describeEndpoints, findRunningServer } =
    await import('@switchboard/server')
  const running = findRunningServer(config.dataDirectory)
  const databaseUrl = env.DATABASE_URL.value ?? running?.databaseUrl
  const endpoints = databaseUrl === undefined ? undefined : await describeEndpoints(databaseUrl)
  const smtp = env.SMTP_URL.value
  const embedded: Finding = { ok: true, text: 'embedded Postgres, started with the server' }
  return [
    ['server', { ok: true, text: running ? `runs at ${running.url} (process ${running.pid})` : 'does not run' }],
    ['database', databaseUrl === undefined ? embedded : await checkDatabase(databaseUrl)],
    ...(endpoints === undefined ? [] : [['webhooks', { ok: true, text: endpoints }] as const]),
    ['disk', await checkDisk(config.dataDirectory)],
    ['port', running ? { ok: true, text: `used by the running server` } : await checkPort(config)],
    ...(config.singleSignOn
      ? [['sign-on', await checkSingleSignOn(config, env.OIDC_CLIENT_SECRET.value)] as const]
      : []),
    ...(smtp && config.mail ? [['mail', await checkMail({ url: smtp, from: config.mail.from })] as const] : []),
  ]
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
