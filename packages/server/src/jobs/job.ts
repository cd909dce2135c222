/** Work on a schedule. Runs on one of the servers that share a database, and again after a failure. */
export interface Job {
  /** Lower case with hyphens; the queue's name. */
  readonly name: string
  /** Five fields, in UTC. */
  readonly cron: string
  run(signal: AbortSignal): Promise<void>
}

export interface JobRunner extends AsyncDisposable {
  /** Runs a job now, whatever its schedule says, on whichever server is free. */
  runNow(name: string): Promise<void>
}
