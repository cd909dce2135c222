import { readFileSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { roles, type Scope, scopes, scopesOfRole } from '../packages/contract/src/index.ts'
import {
  eventPermissions,
  jobPermissions,
  type Permission,
  promptPermissions,
  resourcePermissions,
  routePermissions,
  toolPermissions,
} from '../packages/server/src/access/permission-table.ts'
import { isOpen, scopesOf } from '../packages/server/src/access/permissions.ts'

/*
 * docs/permissions.md, made of the table in code; with `--check` it only says whether the page is of this table.
 */
const page = path.join(import.meta.dirname, '../docs/permissions.md')

function row(cells: readonly string[]): string {
  return `| ${cells.join(' | ')} |`
}

function table(heads: readonly string[], rows: readonly (readonly string[])[]): string {
  return [row(heads), row(heads.map(() => '---')), ...rows.map(row)].join('\n')
}

/** A mark for each role that has all of these. */
function marks(needed: readonly Scope[]): string[] {
  return roles.map((role) => (needed.every((scope) => scopesOfRole(role).has(scope)) ? '✓' : ''))
}

function words(permission: Permission): string {
  if (permission === 'any') return 'any valid credential'
  const names = scopesOf(permission).map((scope) => `\`${scope}\``)
  if (typeof permission === 'object' && 'open' in permission) return `open: ${permission.open}`
  if (typeof permission === 'object' && 'thisMachine' in permission) {
    return `${names.join()}; open to this machine itself: ${permission.why}`
  }
  return names.join(' and ')
}

function lines(permissions: Readonly<Record<string, Permission>>): string[][] {
  return Object.entries(permissions).map(([name, permission]) => [
    `\`${name}\``,
    words(permission),
    ...(isOpen(permission) ? roles.map(() => '✓') : marks(scopesOf(permission))),
  ])
}

const text = `# Permissions

Made by \`node scripts/permissions-page.ts\` of \`packages/server/src/access/permission-table.ts\`: what is not in that table is not
registered, not delivered and not run. \`tests/permission-walk.test.ts\` asks for every line as every role, every scope, another
workspace and nobody.

A credential has scopes: a key those that it was given, a person those of their role, an assistant those that its person allowed it,
as far as the person's role still has them. \`admin\` implies every other scope.

## Roles

${table(
  ['scope', ...roles],
  scopes.map((scope) => [`\`${scope}\``, ...marks([scope])]),
)}

- A **viewer** reads. Not the audit, the raw inbox, keys, nor who else is here.
- An **agent** also answers customers, notes what they said about being written to, and decides what waits for approval, within the
  policy that they cannot change. No broadcasts, no bulk export of a person, no erasure.
- An **admin** runs the workspace: numbers, templates, broadcasts, people, keys, assistants, audit. Nobody gives a key, or a person,
  more than they have.
- An **owner** has \`admin\` besides: they make and unmake owners, and give out \`admin\` itself. And they see the server's figures,
  which are of every workspace on it.

## Addresses

${table(['address', 'needs', ...roles], lines(routePermissions))}

## MCP tools

A tool of an older system that shares its name with one of ours is called \`compat_…\` where both are asked for, and needs the same.

${table(['tool', 'needs', ...roles], lines(toolPermissions))}

## MCP resources and prompts

${table(['', 'needs', ...roles], [...lines(resourcePermissions), ...lines(promptPermissions)])}

## Events

On \`GET /v1/events\` and to webhook endpoints, which need \`events:read\` besides. Whoever reaches only some accounts or contacts hears
of those.

${table(['event', 'needs', ...roles], lines(eventPermissions))}

## Jobs

Run by the clock, as the server itself; nobody can ask for one.

${table(
  ['job', 'what it may do'],
  Object.entries(jobPermissions).map(([name, may]) => [`\`${name}\``, may]),
)}
`

if (!process.argv.includes('--check')) {
  writeFileSync(page, text)
} else if (readFileSync(page, 'utf8') !== text) {
  console.error('docs/permissions.md is not of the table of permissions: run node scripts/permissions-page.ts')
  process.exit(1)
}
