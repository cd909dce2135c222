import type { BootProblem } from './boot-error.ts'
import type { Env } from './env.ts'
import * as read from './read-value.ts'
import type { VariableName } from './variables.ts'

export const joinRoles = ['viewer', 'agent', 'admin'] as const

export interface SingleSignOnConfig {
  readonly issuer: string
  readonly clientId: string
  readonly name: string
  /** Whose addresses may come in; empty: of everybody who is a member or invited. */
  readonly domains: readonly string[]
  /** As what people of these domains join without an invitation. */
  readonly joinRole: (typeof joinRoles)[number] | undefined
}

/**
 * The browser comes back to an address that is configured, but where only this machine reaches us. Whoever would join with neither an
 * invitation nor a domain could be anybody on earth who has an account at the provider.
 */
export function readSingleSignOn(env: Env, problems: BootProblem[], onlyHere: boolean): SingleSignOnConfig | undefined {
  const take = <Value>(name: VariableName, reader: read.Reader<Value>): Value | undefined => {
    const text = env[name].value
    if (text === undefined) return undefined
    const result = reader(text)
    if ('value' in result) return result.value
    problems.push({ variable: name, wrong: result.wrong })
    return undefined
  }
  const issuer = take('OIDC_ISSUER', read.issuer)
  const domains = take('OIDC_ALLOWED_DOMAINS', read.mailDomains) ?? []
  const joinRole = take('OIDC_JOIN_ROLE', read.oneOf(joinRoles))
  const clientId = env.OIDC_CLIENT_ID.value
  if (env.OIDC_ISSUER.value === undefined) return undefined
  const needs = (variable: VariableName, because: VariableName, why = '') =>
    problems.push({ variable, wrong: `is needed because ${because} is set${why}` })
  if (clientId === undefined) needs('OIDC_CLIENT_ID', 'OIDC_ISSUER')
  if (joinRole !== undefined && domains.length === 0)
    needs('OIDC_ALLOWED_DOMAINS', 'OIDC_JOIN_ROLE', ': otherwise everybody whom the provider knows would join')
  if (env.PUBLIC_BASE_URL.value === undefined && !onlyHere)
    needs('PUBLIC_BASE_URL', 'OIDC_ISSUER', ': browsers come back to it')
  if (issuer === undefined || clientId === undefined) return undefined
  return { issuer, clientId, name: env.OIDC_NAME.value ?? 'single sign-on', domains, joinRole }
}
