import { ContactId } from '@switchboard/contract'
import type { Command } from 'commander'
import { auditCommand } from '../audit-command.ts'
import { print, progress, progressDone } from '../print.ts'
import { CommandError } from '../report-failure.ts'
import { type SettingsFlags, withDataDirectory } from '../settings-options.ts'
import { withStore } from '../with-store.ts'

interface EraseFlags extends SettingsFlags {
  readonly yes?: boolean
}

/** `switchboard contact export|erase`: what is kept of one person, handed over or let go. */
export function registerContact(program: Command): void {
  const contact = program.command('contact').description('export or erase one person')
  withDataDirectory(
    contact.command('export <id>').description('everything that is kept of them, one JSON object a line'),
  ).action(exportCommand)
  withDataDirectory(
    contact
      .command('erase <id>')
      .description('messages, calls, media rows, search and raw bodies; not to be undone')
      .option('--yes', 'really'),
  ).action(eraseCommand)
}

async function exportCommand(text: string, flags: SettingsFlags): Promise<void> {
  const id = parseId(text)
  const { ensureDefaultWorkspace, exportContact } = await import('@switchboard/server')
  await withStore(flags, async (store) => {
    const { db, pool } = store
    let rows = 0
    for await (const row of exportContact(pool, await ensureDefaultWorkspace(db), id)) {
      print(JSON.stringify(row))
      rows += 1
    }
    if (rows === 0) throw unknownContact(id)
    await auditCommand(store, {
      command: 'contact export',
      action: 'export',
      subject: id,
      targets: { contactIds: [id] },
    })
  })
}

async function eraseCommand(text: string, flags: EraseFlags): Promise<void> {
  const id = parseId(text)
  if (!flags.yes)
    throw new CommandError(
      `This erases the person for good. See first what is there: switchboard contact export ${id}\nThen: switchboard contact erase ${id} --yes`,
    )
  const { ensureDefaultWorkspace, eraseContact } = await import('@switchboard/server')
  await withStore(flags, async (store) => {
    const { db, pool } = store
    const workspaceId = await ensureDefaultWorkspace(db)
    const erasure = await eraseContact(pool, {
      workspaceId,
      contactId: id,
      requestedBy: 'cli',
      onProgress: ({ bodiesRead }) => progress(`reading raw bodies: ${bodiesRead}`),
    }).finally(progressDone)
    if (!erasure) throw unknownContact(id)
    await auditCommand(store, { command: 'contact erase', action: 'erase', subject: id, targets: { contactIds: [id] } })
    const counts = Object.entries(erasure.counts).filter(([, count]) => count > 0)
    print(`Erased: ${counts.map(([name, count]) => `${name} ${count}`).join(', ')}`)
    print('Backups that were taken before still hold this person.')
  })
}

function parseId(text: string): ContactId {
  const id = ContactId.safeParse(text)
  if (id.success) return id.data
  throw new CommandError(`"${text}" is not a contact's id. Find it with: GET /v1/contacts?q=…`)
}

function unknownContact(id: ContactId): CommandError {
  return new CommandError(`No contact has the id ${id}, or it was erased before. Nothing was changed.`)
}
