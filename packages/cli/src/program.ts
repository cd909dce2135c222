import { Command, CommanderError } from 'commander'
import { registerApprovals } from './commands/approvals.ts'
import { registerAudit } from './commands/audit.ts'
import { registerBackup } from './commands/backup.ts'
import { registerConfig } from './commands/config.ts'
import { registerContact } from './commands/contact.ts'
import { registerCosts } from './commands/costs.ts'
import { registerDemo } from './commands/demo.ts'
import { registerDoctor } from './commands/doctor.ts'
import { registerKey } from './commands/key.ts'
import { registerMcp } from './commands/mcp.ts'
import { registerMigrate } from './commands/migrate.ts'
import { registerOpen } from './commands/open.ts'
import { registerReplay } from './commands/replay.ts'
import { registerRestore } from './commands/restore.ts'
import { registerServe } from './commands/serve.ts'
import { registerSimulate } from './commands/simulate.ts'
import { registerTunnel } from './commands/tunnel.ts'
import { registerUser } from './commands/user.ts'
import { registerWorkspace } from './commands/workspace.ts'
import { reportFailure } from './report-failure.ts'

const registrations = [
  registerServe,
  registerOpen,
  registerDemo,
  registerSimulate,
  registerMcp,
  registerTunnel,
  registerDoctor,
  registerConfig,
  registerMigrate,
  registerKey,
  registerUser,
  registerWorkspace,
  registerApprovals,
  registerReplay,
  registerBackup,
  registerRestore,
  registerContact,
  registerCosts,
  registerAudit,
]

/**
 * Runs one command. Each command's module loads the server only when it runs, so `--help` is quick.
 *
 * @returns the exit code: 0 done, 1 it failed, 2 it was asked wrongly
 */
export async function run(argv: readonly string[]): Promise<number> {
  process.stdout.on('error', overlookClosedPipe)
  const program = new Command('switchboard')
    .description("A team's WhatsApp messages and calls: received, kept for good, found again.")
    .configureHelp({ showGlobalOptions: true })
    .showHelpAfterError('Run with --help to see what there is.')
    .exitOverride()
  for (const register of registrations) register(program)
  for (const command of program.commands) inheritExit(command)
  try {
    await program.parseAsync(argv)
    return typeof process.exitCode === 'number' ? process.exitCode : 0
  } catch (error) {
    if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : 2
    return reportFailure(error)
  }
}

/** Whoever read our output has read enough (`| head`): nothing is wrong. */
function overlookClosedPipe(error: NodeJS.ErrnoException): void {
  if (error.code !== 'EPIPE') throw error
}

function inheritExit(command: Command): void {
  command.exitOverride()
  for (const child of command.commands) inheritExit(child)
}
