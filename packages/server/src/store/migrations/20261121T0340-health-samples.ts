import { type Kysely, sql } from 'kysely'

/**
 * A line a minute of how the server stands, of all workspaces together, for the charts of the console. Additive: an older process
 * neither writes nor reads it.
 */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql
    .raw(/* sql */ `
create table health_samples (
  at timestamptz primary key,
  database_ms double precision not null,
  received integer not null,
  sent integer not null,
  pending integer not null,
  lag_seconds double precision not null,
  parked integer not null,
  queued integer not null,
  send_lag_seconds double precision not null,
  unknown integer not null,
  deliveries integer not null,
  -- up to where the logs were counted
  inbox_seq bigint not null,
  event_seq bigint not null
);
-- Of all workspaces: asked on the system's connection only.
alter table health_samples enable row level security;
`)
    .execute(db)
}
