import { type Role, roles, type WorkspaceId } from '@switchboard/contract'
import type { Letter, Settings, Store } from '@switchboard/server'
import { type Command, Option } from 'commander'
import { auditCommand } from '../audit-command.ts'
import { print, table } from '../print.ts'
import { CommandError } from '../report-failure.ts'
import { type SettingsFlags, withDataDirectory } from '../settings-options.ts'
import { withStore } from '../with-store.ts'

interface UserFlags extends SettingsFlags {
  readonly workspace?: string
}

interface CreateFlags extends UserFlags {
  readonly role: Role
}

interface ResetFlags extends UserFlags {
  readonly secondFactor?: boolean
}

/** `switchboard user create|reset|list`: people, on the database itself, for whoever locked themselves out. */
export function registerUser(program: Command): void {
  const user = program.command('user').description('let people in: links that work once, and who is a member')
  const create = user
    .command('create <email>')
    .description('make a link by which this person joins')
    .addOption(new Option('--role <role>', 'what they may do').choices(roles).default('agent'))
  withDataDirectory(inWorkspace(create)).action(createUserCommand)
  const reset = user
    .command('reset <email>')
    .description('make a link by which a member sets another password')
    .option('--second-factor', 'also take away their codes and passkeys, where the device is lost')
  withDataDirectory(inWorkspace(reset)).action(resetUserCommand)
  const list = user.command('list').description('the members, owners first')
  withDataDirectory(inWorkspace(list)).action(listUsersCommand)
}

function inWorkspace(command: Command): Command {
  return command.option('--workspace <id>', 'of this one, as "switchboard workspace list" names it; else the first')
}

async function workspaceOf({ db, pool }: Store, { workspace }: UserFlags): Promise<WorkspaceId> {
  const { ensureDefaultWorkspace, listWorkspaces } = await import('@switchboard/server')
  if (workspace === undefined) return await ensureDefaultWorkspace(db)
  const found = (await listWorkspaces(pool)).find(({ id }) => id === workspace)
  if (found) return found.id
  throw new CommandError(`There is no workspace ${workspace}. "switchboard workspace list" shows them.`)
}

function createUserCommand(email: string, flags: CreateFlags): Promise<void> {
  if (!/^[^\s@]+@[^\s@]+$/.test(email)) throw new CommandError(`"${email}" is not an e-mail address.`)
  return withStore(flags, async (store, settings) => {
    const { byCommand, createLink, invitationLetter } = await import('@switchboard/server')
    const workspaceId = await workspaceOf(store, flags)
    const join = { purpose: 'join', role: flags.role, email } as const
    const link = await createLink(store.pool, { workspaceId, for: join, createdBy: byCommand })
    await note(store, 'user create', link.id, { email, role: flags.role })
    await show(
      settings,
      { ...link, workspaceId },
      `It lets ${email} join as ${flags.role}, once, for three days.`,
      (url) => invitationLetter({ ...link, to: email, url, role: flags.role, invitedBy: 'Whoever runs the server' }),
    )
  })
}

function resetUserCommand(email: string, flags: ResetFlags): Promise<void> {
  return withStore(flags, async (store, settings) => {
    const { byCommand, createLink, dropSecondFactors, listMembers, resetLetter } = await import('@switchboard/server')
    const workspaceId = await workspaceOf(store, flags)
    const member = (await listMembers(store.pool, workspaceId)).find((one) => one.email === email.toLowerCase())
    if (!member) throw new CommandError(`There is no member ${email}. "switchboard user list" shows who there is.`)
    if (flags.secondFactor) await dropSecondFactors(store.pool, member.id)
    const reset = { purpose: 'reset', userId: member.id, email: member.email } as const
    const link = await createLink(store.pool, { workspaceId, for: reset, createdBy: byCommand })
    await note(store, 'user reset', member.id, { email, secondFactor: flags.secondFactor === true })
    const also = flags.secondFactor ? ' Codes and passkeys are gone already.' : ''
    await show(
      settings,
      { ...link, workspaceId },
      `It sets another password for ${member.email}, once, for two hours.${also}`,
      (url) => resetLetter({ to: member.email, url, expiresAt: link.expiresAt, by: 'Whoever runs the server' }),
    )
  })
}

function listUsersCommand(flags: UserFlags): Promise<void> {
  return withStore(flags, async (store) => {
    const { listMembers } = await import('@switchboard/server')
    const members = await listMembers(store.pool, await workspaceOf(store, flags))
    if (members.length === 0) return print('Nobody yet. "switchboard user create" makes a link for the first one.')
    const rows = members.map(({ email, name, role, secondFactor, lastSeenAt }) => [
      ...[email, role, secondFactor ? 'two factors' : 'password only'],
      lastSeenAt ? `seen ${lastSeenAt.toISOString().slice(0, 16).replace('T', ' ')}` : 'not signed in',
      name,
    ])
    print(table([['E-MAIL', 'ROLE', 'SIGNS IN WITH', 'STATE', 'NAME'], ...rows]))
  })
}

function note(store: Store, command: string, subject: string, given: Record<string, unknown>): Promise<void> {
  return auditCommand(store, { command, action: 'write', subject, arguments: given })
}

/** The link alone on stdout, so that it can be piped. It is mailed too, where mail is configured. */
async function show(
  { config, secrets }: Settings,
  link: { readonly path: string; readonly workspaceId: WorkspaceId },
  what: string,
  letterOf: (url: string) => Letter,
): Promise<void> {
  const { createMailer, findRunningServer, mailLink } = await import('@switchboard/server')
  const running = findRunningServer(config.dataDirectory)?.url
  const url = `${config.publicBaseUrl ?? running ?? `http://localhost:${config.port}`}${link.path}`
  print(url)
  process.stderr.write(`${what} It is not shown again.\n`)
  const { smtpUrl } = secrets
  const mailer = smtpUrl && config.mail ? createMailer({ url: smtpUrl, from: config.mail.from }) : undefined
  // What failed is said below; there is no log here.
  const mail = await mailLink(
    { mailer },
    { letter: letterOf(url), workspaceId: link.workspaceId, by: 'cli' },
    { warn: () => {} },
  )
  if (mail) process.stderr.write(mail.sent ? `Mailed to ${mail.to}.\n` : `Not mailed: ${mail.problem}\n`)
}
