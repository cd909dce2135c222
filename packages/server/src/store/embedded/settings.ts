/** Settings of Postgres for a small machine (2 cores, 1 GB for the database); a server's own come over these. */
export const defaultSettings: Readonly<Record<string, string>> = {
  // a message is acknowledged when it is on the disk
  synchronous_commit: 'on',
  max_connections: '100',
  shared_buffers: '256MB',
  effective_cache_size: '768MB',
  work_mem: '8MB',
  maintenance_work_mem: '96MB',
  // full pages are most of the WAL of random writes; compressing them costs little
  wal_compression: 'on',
  max_wal_size: '1GB',
  min_wal_size: '160MB',
  checkpoint_timeout: '10min',
  // nobody replicates from the embedded Postgres: less WAL, and a restore's COPY needs none
  wal_level: 'minimal',
  max_wal_senders: '0',
  // inserts come in a steady stream: keep the visibility map and the statistics fresh, in small bites
  autovacuum_max_workers: '2',
  autovacuum_naptime: '20s',
  autovacuum_vacuum_scale_factor: '0.05',
  autovacuum_vacuum_insert_scale_factor: '0.05',
  autovacuum_analyze_scale_factor: '0.03',
  random_page_cost: '1.1',
  // queries here are short: compiling them, or spreading them over the two cores, costs more than it gives. It also
  // spares /dev/shm, of which a container has 64 MB
  jit: 'off',
  max_parallel_workers_per_gather: '0',
  // after a crash every file is written through before recovery begins: one call (which
  // tells of errors since Linux 5.8) instead of a thousand; measured: back in 0.4–0.7 s instead of 1.3–2.9 s
  ...(process.platform === 'linux' ? { recovery_init_sync_method: 'syncfs' } : {}),
  timezone: 'UTC',
  log_timezone: 'UTC',
  log_line_prefix: '',
  log_checkpoints: 'off',
  log_autovacuum_min_duration: '-1',
  // an error's detail and statement hold the row, which may be a person's message
  log_error_verbosity: 'terse',
  log_min_error_statement: 'panic',
  cluster_name: 'switchboard',
}
