import { type Role, roles } from '@switchboard/contract'
import type { Letter, Settings, Store } from '@switchboard/server'
import { type Command, Option } from 'commander'
import { auditCommand } from '../audit-command.ts'
import { print, table } from '../print.ts'
import { CommandError } from '../report-failure.ts'
import { type SettingsFlags, withDataDirectory } from '../settings-options.ts'
import { withStore } from '../with-store.ts'

interface CreateFlags extends SettingsFlags {
  readonly role: Role
}

interface ResetFlags extends SettingsFlags {
  readonly secondFactor?: boolean
}

/** `switchboard user create|reset|list`: people, on the database itself, for whoever locked themselves out. */
export function registerUser(program: Command): void {
  const user = program.command('user').description('let people in: links that work once, and who is a member')
  const create = user
    .command('create <email>')
    .description('make a link by which this person joins')
    .addOption(new Option('--role <role>', 'what they may do').choices(roles).default('agent'))
  withDataDirectory(create).action(createUserCommand)
  const reset = user
    .command('reset <email>')
    .description('make a link by which a member sets another password')
    .option('--second-factor', 'also take away their codes and passkeys, where the device is lost')
  withDataDirectory(reset).action(resetUserCommand)
  withDataDirectory(user.command('list').description('the members, owners first')).action(listUsersCommand)
}

function createUserCommand(email: string, flags: CreateFlags): Promise<void> {
  if (!/^[^\s@]+@[^\s@]+$/.test(email)) throw new CommandError(`"${email}" is not an e-mail address.`)
  return withStore(flags, async (store, settings) => {
    const { byCommand, createLink, ensureDefaultWorkspace, invitationLetter } = await import('@switchboard/server')
    const workspaceId = await ensureDefaultWorkspace(store.db)
    const join = { purpose: 'join', role: flags.role, email } as const
    const link = await createLink(store.pool, { workspaceId, for: join, createdBy: byCommand })
    await note(store, 'user create', link.id, { email, role: flags.role })
    await show(settings, link, `It lets ${email} join as ${flags.role}, once, for three days.`, (url) =>
      invitationLetter({ ...link, to: email, url, role: flags.role, invitedBy: 'Whoever runs the server' }),
    )
  })
}

function resetUserCommand(email: string, flags: ResetFlags): Promise<void> {
  return withStore(flags, async (store, settings) => {
    const { byCommand, createLink, dropSecondFactors, ensureDefaultWorkspace, listMembers, resetLetter } = await import(
      '@switchboard/server'
    )
    const workspaceId = await ensureDefaultWorkspace(store.db)
    const member = (await listMembers(store.pool, workspaceId)).find((one) => one.email === email.toLowerCase())
    if (!member) throw new CommandError(`There is no member ${email}. "switchboard user list" shows who there is.`)
    if (flags.secondFactor) await dropSecondFactors(store.pool, member.id)
    const reset = { purpose: 'reset', userId: member.id, email: member.email } as const
    const link = await createLink(store.pool, { workspaceId, for: reset, createdBy: byCommand })
    await note(store, 'user reset', member.id, { email, secondFactor: flags.secondFactor === true })
    const also = flags.secondFactor ? ' Codes and passkeys are gone already.' : ''
    await show(settings, link, `It sets another password for ${member.email}, once, for two hours.${also}`, (url) =>
      resetLetter({ to: member.email, url, expiresAt: link.expiresAt, by: 'Whoever runs the server' }),
    )
  })
}

function listUsersCommand(flags: SettingsFlags): Promise<void> {
  return withStore(flags, async ({ db, pool }) => {
    const { ensureDefaultWorkspace, listMembers } = await import('@switchboard/server')
    const members = await listMembers(pool, await ensureDefaultWorkspace(db))
    if (members.length === 0) return print('Nobody yet. The start of the server prints the link for the first owner.')
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
  link: { readonly path: string },
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
  const mail = await mailLink(mailer, letterOf(url), { warn: () => {} })
  if (mail) process.stderr.write(mail.sent ? `Mailed to ${mail.to}.\n` : `Not mailed: ${mail.problem}\n`)
}
