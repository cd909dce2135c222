import { Counter, collectDefaultMetrics, Gauge, Histogram, Registry } from 'prom-client'
import { createRequestSeconds, type RequestSeconds } from './request-seconds.ts'

/** What is counted as it happens; what is read when Prometheus asks is in metrics/observe-state.ts. */
export interface Metrics {
  readonly registry: Registry
  readonly httpSeconds: RequestSeconds
  /** Seconds, by tool (of a resource or prompt: the method) and `ok`, `refused`, `failed`. */
  readonly mcpSeconds: Histogram<'tool' | 'outcome'>
  /** `stored`, `duplicate`, `refused`. */
  readonly inboxBodies: Counter<'outcome'>
  readonly inboxBatchRows: Histogram
  readonly inboxCommitSeconds: Histogram
  /** 1 while the database takes no bodies. */
  readonly inboxUnavailable: Gauge
}

/** A registry of its own for each server: two in one process (tests) do not add up. */
export function createMetrics(): Metrics {
  const registry = new Registry()
  const registers = [registry]
  collectDefaultMetrics({ register: registry })
  return {
    registry,
    httpSeconds: createRequestSeconds(registry),
    mcpSeconds: new Histogram({
      name: 'switchboard_mcp_call_seconds',
      help: 'A call of an MCP tool, resource or prompt, to its row in the audit',
      labelNames: ['tool', 'outcome'],
      buckets: [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 10],
      registers,
    }),
    inboxBodies: new Counter({
      name: 'switchboard_inbox_bodies_total',
      help: 'Webhook bodies: stored, duplicate of one that we have, or refused because too much waits',
      labelNames: ['outcome'],
      registers,
    }),
    inboxBatchRows: new Histogram({
      name: 'switchboard_inbox_batch_rows',
      help: 'Bodies that shared one commit',
      buckets: [1, 2, 5, 10, 20, 50, 100, 200, 500],
      registers,
    }),
    inboxCommitSeconds: new Histogram({
      name: 'switchboard_inbox_commit_seconds',
      help: 'One commit of a batch',
      buckets: [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 1, 5],
      registers,
    }),
    inboxUnavailable: new Gauge({
      name: 'switchboard_inbox_unavailable',
      help: '1 while the database takes no bodies',
      registers,
    }),
  }
}

/** For the inbox's `observe` option (ingest/inbox/inbox.ts). */
export function observeInbox(metrics: Metrics) {
  return {
    batch({ rows, stored, milliseconds }: { rows: number; stored: number; milliseconds: number }): void {
      metrics.inboxBodies.inc({ outcome: 'stored' }, stored)
      if (rows > stored) metrics.inboxBodies.inc({ outcome: 'duplicate' }, rows - stored)
      metrics.inboxBatchRows.observe(rows)
      metrics.inboxCommitSeconds.observe(milliseconds / 1_000)
    },
    unavailable: () => metrics.inboxUnavailable.set(1),
    recovered: () => metrics.inboxUnavailable.set(0),
  }
}
