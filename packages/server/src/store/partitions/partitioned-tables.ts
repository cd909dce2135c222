/** The tables that grow without end, and what each of their partitions needs beyond the parent's indexes. */
export const partitionedTables = {
  inbox: {
    timeColumn: 'received_at',
    // Postgres wants the partition key in a unique index of the parent, so "the same body once" is kept per partition
    uniqueColumn: 'body_sha256',
  },
  events: { timeColumn: 'recorded_at', uniqueColumn: undefined },
  webhook_deliveries: { timeColumn: 'created_at', uniqueColumn: undefined },
} as const

export type PartitionedTable = keyof typeof partitionedTables

export const partitionedTableNames = Object.keys(partitionedTables) as PartitionedTable[] // the keys of the line above
