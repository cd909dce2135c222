import { randomBytes } from 'node:crypto'
import { type Kysely, sql } from 'kysely'
import { type AuditContent, beforeFirst, contentDigest, detailsDigest, linkHash } from '../audit-chain/encode-row.ts'

/**
 * The audit becomes a chain per workspace: each row holds the hash of the one before. Rows that are there are taken in, in the
 * order in which they were written; from then on a change to them is found, one from before is not. An older process can not
 * write its audit any more and refuses assistants' calls: stop it first.
 */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql.raw(columns).execute(db)
  const { rows: chains } = await sql<{ chain: string }>`select distinct chain from audit`.execute(db)
  for (const { chain } of chains) await takeIn(db, chain)
  await sql.raw(chained).execute(db)
}

const columns = /* sql */ `
alter table audit
  -- the workspace, or zeros where there is none
  add column chain uuid not null
    generated always as (coalesce(workspace_id, '00000000-0000-0000-0000-000000000000')) stored,
  add column seq bigint,
  add column previous_hash bytea,
  add column hash bytea,
  -- of the hash: store/audit-chain/encode-row.ts
  add column format smallint not null default 1,
  -- the program or assistant that was used, as it calls itself
  add column client_name text,
  add column client_version text,
  -- accounts, contacts, conversations and messages that it was about, by id
  add column targets jsonb,
  add column approval_id uuid,
  -- what may name a person, beside arguments: erased with the salt, the digest stays
  add column label text,
  add column salt bytea,
  add column details_digest bytea,
  add column details_erased_at timestamptz,
  -- seq of the row that says so
  add column details_erased_in bigint;

create table audit_chains (
  chain uuid primary key,
  -- the last row
  seq bigint not null,
  hash bytea not null,
  updated_at timestamptz not null default now(),
  -- the last row that was let go for its age; what is kept goes on from it
  kept_after_seq bigint not null default 0,
  kept_after_hash bytea not null default decode(repeat('00', 32), 'hex')
) with (fillfactor = 50);

update audit set seq = numbered.seq
from (select id, row_number() over (partition by chain order by at, id) as seq from audit) numbered
where audit.id = numbered.id;
-- an id says nothing of a person; anything else goes where it can be erased
update audit set label = subject, subject = null
where subject !~ '^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$';
create unique index audit_chain on audit (chain, seq);
`

const chained = /* sql */ `
alter table audit alter column seq set not null, alter column previous_hash set not null, alter column hash set not null;
create index audit_targets on audit using gin (targets jsonb_path_ops) where targets is not null;
create index audit_subject on audit (workspace_id, subject, at desc, id desc) where subject is not null;

-- Appends rows to their chains: [{chain, contents, rows}], each chain once and in the order of their ids, so that no two
-- batches wait for each other; rows are objects with the columns' names, contents the hashes of what they say, in hex. The
-- heads stay locked until the commit.
create function audit_append(batch jsonb) returns void language plpgsql as $$
declare
  part record;
  last_seq bigint;
  last_hash bytea;
  hashes bytea[];
  content text;
  link bytea;
begin
  for part in select * from jsonb_to_recordset(batch) as given (chain uuid, contents text[], rows jsonb) loop
    select c.seq, c.hash into last_seq, last_hash from audit_chains c where c.chain = part.chain for update;
    if not found then
      insert into audit_chains (chain, seq, hash) values (part.chain, 0, decode(repeat('00', 32), 'hex'))
      on conflict do nothing;
      select c.seq, c.hash into last_seq, last_hash from audit_chains c where c.chain = part.chain for update;
    end if;
    link := 'switchboard audit link 1'::bytea || uuid_send(part.chain);
    hashes := array[last_hash];
    foreach content in array part.contents loop
      last_hash := sha256(link || int8send(last_seq + cardinality(hashes)) || last_hash || decode(content, 'hex'));
      hashes := hashes || last_hash;
    end loop;
    insert into audit (id, workspace_id, at, actor_kind, actor, client_name, client_version, interface, action, target,
      subject, targets, outcome, status, address, request_id, approval_id, label, arguments, salt, details_digest, format,
      seq, previous_hash, hash)
    select id, workspace_id, at, actor_kind, actor, client_name, client_version, interface, action, target, subject, targets,
      outcome, status, address, request_id, approval_id, label, arguments, salt, details_digest, format,
      last_seq + place, hashes[place], hashes[place + 1]
    from rows from (
      jsonb_to_recordset(part.rows) as (id uuid, workspace_id uuid, at timestamptz, actor_kind text, actor text,
        client_name text, client_version text, interface text, action text, target text, subject text, targets jsonb,
        outcome text, status integer, address text, request_id text, approval_id uuid, label text, arguments jsonb,
        salt bytea, details_digest bytea, format smallint)
    ) with ordinality as r (id, workspace_id, at, actor_kind, actor, client_name, client_version, interface, action, target,
      subject, targets, outcome, status, address, request_id, approval_id, label, arguments, salt, details_digest, format,
      place);
    update audit_chains c set seq = last_seq + cardinality(part.contents), hash = last_hash, updated_at = clock_timestamp()
    where c.chain = part.chain;
  end loop;
end $$;
`

const pageRows = 1_000

interface EarlierRow extends Omit<AuditContent, 'detailsDigest'> {
  readonly seq: string
  readonly label: string | null
  readonly arguments: unknown
}

async function takeIn(db: Kysely<unknown>, chain: string): Promise<void> {
  let last: { seq: number; hash: Buffer } = { seq: 0, hash: beforeFirst }
  for (;;) {
    const { rows } = await sql<EarlierRow>`
      select seq, id, to_char(at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') as at, actor_kind as "actorKind", actor,
        client_name as "clientName", client_version as "clientVersion", interface, action, target, subject, targets, outcome,
        status, address, request_id as "requestId", approval_id as "approvalId", label, arguments
      from audit where chain = ${chain} and seq > ${last.seq} order by seq limit ${pageRows}`.execute(db)
    if (rows.length === 0) break
    const links = rows.map((row) => {
      const { label, arguments: args, seq: _, ...said } = row
      const salt = label === null && args === null ? null : randomBytes(16)
      const digest = salt && detailsDigest(salt, { label, arguments: args })
      const content = contentDigest({ ...said, detailsDigest: digest })
      const link = { chain, seq: last.seq + 1, previousHash: last.hash, content }
      const hash = linkHash(link)
      last = { seq: link.seq, hash }
      return { seq: link.seq, previous: link.previousHash, hash, salt, digest }
    })
    await sql`
      update audit set previous_hash = link.previous, hash = link.hash, salt = link.salt, details_digest = link.digest
      from unnest(${links.map((link) => link.seq)}::bigint[], ${links.map((link) => link.previous)}::bytea[],
        ${links.map((link) => link.hash)}::bytea[], ${links.map((link) => link.salt)}::bytea[],
        ${links.map((link) => link.digest)}::bytea[]) as link (seq, previous, hash, salt, digest)
      where audit.chain = ${chain} and audit.seq = link.seq`.execute(db)
  }
  await sql`insert into audit_chains (chain, seq, hash) values (${chain}, ${last.seq}, ${last.hash})`.execute(db)
}
