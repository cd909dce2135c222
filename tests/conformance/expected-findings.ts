/** A scenario of the conformance suites that fails or warns, and why that is right. Everything else must pass. */
export interface ExpectedFinding {
  readonly scenario: string
  /** As conformance.test.ts names them. */
  readonly suites: readonly string[]
  readonly reason: string
}

const older = ['0.1.16, all scenarios to 2025-11-25', '0.2.0-alpha.12, 2025-11-25']
const notResumable =
  'Two warnings: streams of older clients are not resumable, which is optional. Keeping every answer of every session in ' +
  'memory for a client that may come back costs more than asking again: every tool only reads.'

const current = ['0.2.0-alpha.12, 2026-07-28']
const noTasks =
  'The Tasks extension (SEP-2663) is optional and for calls that run on after the answer; ours read a database and answer ' +
  'at once. The server says that it has no such extension.'

export const expectedFindings: readonly ExpectedFinding[] = [
  { scenario: 'server-sse-polling', suites: older, reason: notResumable },
  { scenario: 'tasks-lifecycle', suites: current, reason: noTasks },
  { scenario: 'tasks-capability-negotiation', suites: current, reason: noTasks },
  { scenario: 'tasks-wire-fields', suites: current, reason: noTasks },
  { scenario: 'tasks-request-state-removal', suites: current, reason: noTasks },
  { scenario: 'tasks-mrtr-input', suites: current, reason: noTasks },
  { scenario: 'tasks-request-headers', suites: current, reason: noTasks },
  { scenario: 'tasks-dispatch-and-envelope', suites: current, reason: noTasks },
  { scenario: 'tasks-required-task-error', suites: current, reason: noTasks },
  { scenario: 'tasks-mrtr-composition', suites: current, reason: noTasks },
]
