import type { Env, Origin, VariableName } from '@switchboard/server'
import type { Command } from 'commander'
import { print, table } from '../print.ts'
import { type SettingsFlags, sourcesFor, withDataDirectory } from '../settings-options.ts'

/** `switchboard config`: every variable as the server would read it; secrets masked. */
export function registerConfig(program: Command): void {
  withDataDirectory(program.command('config').description('print the configuration with secrets masked')).action(
    async (flags: SettingsFlags) => {
      const { readEnv, variableNames } = await import('@switchboard/server')
      const env = readEnv(await sourcesFor(flags))
      print((await Promise.all(variableNames.map(async (name) => `${name}=${await shown(env, name)}`))).join('\n'))
    },
  )
}

/** Names, values and where they came from, aligned. */
export async function configurationTable(env: Env): Promise<string> {
  const { variableNames } = await import('@switchboard/server')
  const rows = variableNames.map(async (name) => [name, await shown(env, name), describeOrigin(env[name].origin, name)])
  return table(await Promise.all(rows))
}

async function shown(env: Env, name: VariableName): Promise<string> {
  const { variable } = await import('@switchboard/server')
  const { value } = env[name]
  if (value === undefined) return ''
  const { secret, known } = variable(name)
  if (!secret || known?.includes(value)) return value
  return `•••••• (${value.length} characters)`
}

function describeOrigin(origin: Origin, name: VariableName): string {
  const alias = 'name' in origin && origin.name !== name ? `, as ${origin.name}` : ''
  switch (origin.kind) {
    case 'environment':
      return `environment${alias}`
    case 'file':
      return `.env${alias}`
    case 'option':
      return 'command line'
    case 'default':
      return 'default'
    case 'generated':
      return 'generated'
    case 'unset':
      return 'not set'
  }
}
