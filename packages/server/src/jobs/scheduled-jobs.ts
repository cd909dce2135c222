import type { Job } from './job.ts'

export interface ScheduledWork {
  ensurePartitions(): Promise<void>
  /** Webhooks that went out, and their attempts, of more than a month ago. */
  dropWebhookDeliveries(): Promise<void>
  enforceRetention(signal: AbortSignal): Promise<void>
  /** Rows of workspaces that were deleted. */
  deleteWorkspaces(signal: AbortSignal): Promise<void>
  /** The audit has a period of its own. */
  enforceAuditRetention(signal: AbortSignal): Promise<void>
  /** Approvals that nobody decided in time. */
  expireApprovals(signal: AbortSignal): Promise<void>
  /** The pace of people who were not written to lately. */
  prunePairPace(signal: AbortSignal): Promise<void>
  /** Sends whose outcome is unknown, where the transport can look it up. */
  findUnknownSends(signal: AbortSignal): Promise<void>
  /** Templates of the businesses that were not read for an hour. */
  syncTemplates(signal: AbortSignal): Promise<void>
  /** What accounts that were taken away still had to send. */
  refusePendingSends(signal: AbortSignal): Promise<void>
  /** How the server stands, once a minute. */
  sampleHealth(): Promise<void>
}

/** Everything that happens by the clock. */
export function scheduledJobs(work: ScheduledWork): Job[] {
  return [
    { name: 'ensure-partitions', cron: '7 2 * * *', run: () => work.ensurePartitions() },
    { name: 'drop-webhook-deliveries', cron: '37 2 * * *', run: () => work.dropWebhookDeliveries() },
    { name: 'enforce-retention', cron: '17 3 * * *', run: (signal) => work.enforceRetention(signal) },
    { name: 'delete-workspaces', cron: '* * * * *', run: (signal) => work.deleteWorkspaces(signal) },
    { name: 'enforce-audit-retention', cron: '47 3 * * *', run: (signal) => work.enforceAuditRetention(signal) },
    { name: 'expire-approvals', cron: '*/5 * * * *', run: (signal) => work.expireApprovals(signal) },
    { name: 'prune-pair-pace', cron: '37 3 * * *', run: (signal) => work.prunePairPace(signal) },
    { name: 'find-unknown-sends', cron: '*/2 * * * *', run: (signal) => work.findUnknownSends(signal) },
    { name: 'sync-templates', cron: '*/10 * * * *', run: (signal) => work.syncTemplates(signal) },
    { name: 'sample-health', cron: '* * * * *', run: () => work.sampleHealth() },
    { name: 'refuse-pending-sends', cron: '* * * * *', run: (signal) => work.refusePendingSends(signal) },
  ]
}
