import { type Kysely, sql } from 'kysely'

/** Questions to the person at an assistant's client. Additive: an older process goes on without asking. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql.raw(ddl).execute(db)
}

const ddl = /* sql */ `
create table approval_questions (
  -- of the secret that the client carries round; the secret itself is not kept
  secret_sha256 bytea primary key,
  workspace_id uuid not null references workspaces,
  -- what a yes lets go, with what was shown of each, in the same order
  approval_ids uuid[] not null,
  fingerprints text[] not null,
  -- who was asked: the credential, and the session of clients that have one
  asked text not null,
  session_id text,
  -- of tool and arguments: the reply belongs to that call and no other
  call_fingerprint text not null,
  -- what the call had come to before it asked, for its answer
  so_far jsonb,
  expires_at timestamptz not null,
  answered_at timestamptz,
  answer text check (answer in ('accept', 'decline', 'cancel'))
);
create index approval_questions_expiry on approval_questions (expires_at);
`
