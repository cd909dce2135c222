/** How far a backup or a restore is; told a few times a second at most a table, and at each table's begin. */
export interface BackupProgress {
  /** A restore reads the file twice: to verify it, then to copy its rows. */
  readonly phase: 'verify' | 'copy'
  readonly table: string
  readonly rows: number
  /** Exact when a restore copies, an estimate (0: unknown) when a backup is taken or verified. */
  readonly totalRows: number
  readonly tables: { readonly done: number; readonly of: number }
}
