import type { McpServer, McpServerOptions, ServerNotifier } from '@modelcontextprotocol/server'
import type { FastifyBaseLogger } from 'fastify'
import type { AuditWriter } from '../../../access/audit.ts'
import type { AuditClient } from '../../../access/audit-entry.ts'
import type { Principal } from '../../../access/principal.ts'
import type { Database } from '../../../store/database.ts'
import type { Sending } from '../../sending.ts'
import type { Selection } from '../tools/catalogue.ts'

/** What serving a request needs; the same for all of them. */
export interface McpDependencies {
  readonly db: Database
  readonly audit: AuditWriter
  readonly sending: Sending
  /**
   * The person at an assistant's client may approve there what it sends, where nobody stated that its messages wait for
   * approval. Otherwise only those who may decide approvals here do.
   */
  readonly approveInClient: boolean
  /** How long the client's person has for that, milliseconds. */
  readonly askMilliseconds: number
  readonly log: Pick<FastifyBaseLogger, 'error' | 'warn' | 'debug'>
  /** Shown to clients. */
  readonly version: string
  readonly now: () => Date
  /** Told of every call that was run. */
  readonly observe?: ((call: ObservedCall) => void) | undefined
  /** What every server has besides; absent in production. */
  readonly extension?: McpExtension | undefined
}

export interface ObservedCall {
  /** Of a resource or prompt: the method. A client cannot make up values. */
  readonly tool: string
  readonly outcome: 'ok' | 'refused' | 'failed'
  readonly seconds: number
}

/** More for every server that is built. The conformance suite's fixtures come in this way, beside the real tools. */
export interface McpExtension {
  readonly options?: McpServerOptions
  readonly register: (server: McpServer, notify: () => ServerNotifier) => void
}

/** Who asks and for what; one per request, or per session of an older client. */
export interface Caller extends Selection {
  readonly principal: Principal
  readonly address?: string | undefined
  readonly requestId?: string | undefined
  /** The assistant's program, as it calls itself. */
  readonly client?: AuditClient | null | undefined
}
