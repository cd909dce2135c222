import { existsSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { parseEnv } from 'node:util'
import { type VariableName, variable, variableNames } from './variables.ts'

/** Where a value came from. `name` is the variable that was set, which may be an older name of it. */
export type Origin =
  | { readonly kind: 'environment' | 'file'; readonly name: string }
  | { readonly kind: 'option'; readonly name: string }
  | { readonly kind: 'default' }
  | { readonly kind: 'generated' }
  | { readonly kind: 'unset' }

export interface Reading {
  readonly value: string | undefined
  readonly origin: Origin
  /** Older names that were set too and lost; `differs` when with another value. */
  readonly overruled: readonly { readonly name: string; readonly differs: boolean }[]
}

/** Step one of three: strings, each with its origin. Nothing is judged here. */
export type Env = Readonly<Record<VariableName, Reading>>

export type Variables = Readonly<Record<string, string | undefined>>

export interface EnvSources {
  readonly environment: Variables
  /** The content of `.env`; the real environment wins over it. */
  readonly file?: Variables
  /** Given on the command line; wins over everything. */
  readonly options?: Partial<Record<VariableName, string>>
}

export function readEnv(sources: EnvSources): Env {
  // Object.fromEntries forgets the names; every name is in variableNames.
  return Object.fromEntries(variableNames.map((name) => [name, readVariable(name, sources)])) as Env
}

/** `.env` of the directory, or nothing where there is none. */
export function readEnvFile(directory: string): Variables {
  const file = path.join(directory, '.env')
  return existsSync(file) ? parseEnv(readFileSync(file, 'utf8')) : {}
}

/** The real environment of this process and the `.env` of its working directory. */
export function processSources(): EnvSources & { readonly file: Variables } {
  return { environment: process.env, file: readEnvFile(process.cwd()) }
}

/** An empty value counts as unset: that is what `X=` in a compose file or in `.env` means. */
function readVariable(name: VariableName, { environment, file = {}, options = {} }: EnvSources): Reading {
  const { aliases = [], default: fallback } = variable(name)
  const option = options[name]
  const found = [name, ...aliases].flatMap((known) =>
    (
      [
        ['environment', environment[known]],
        ['file', file[known]],
      ] as const
    ).flatMap(([kind, value]) => (value?.trim() ? [{ kind, name: known, value: value.trim() }] : [])),
  )
  if (option !== undefined) return { value: option, origin: { kind: 'option', name }, overruled: [] }
  const [winner, ...losers] = found
  if (!winner) return { value: fallback, origin: { kind: fallback === undefined ? 'unset' : 'default' }, overruled: [] }
  return {
    value: winner.value,
    origin: { kind: winner.kind, name: winner.name },
    overruled: losers
      .filter((loser) => loser.name !== winner.name)
      .map((loser) => ({ name: loser.name, differs: loser.value !== winner.value })),
  }
}
