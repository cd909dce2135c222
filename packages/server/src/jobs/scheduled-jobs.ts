import type { Job } from './job.ts'

export interface ScheduledWork {
  ensurePartitions(): Promise<void>
  enforceRetention(signal: AbortSignal): Promise<void>
}

/** Everything that happens by the clock. */
export function scheduledJobs(work: ScheduledWork): Job[] {
  return [
    { name: 'ensure-partitions', cron: '7 2 * * *', run: () => work.ensurePartitions() },
    { name: 'enforce-retention', cron: '17 3 * * *', run: (signal) => work.enforceRetention(signal) },
  ]
}
