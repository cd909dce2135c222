import { type Kysely, sql } from 'kysely'

/**
 * People. The schema `auth` is better-auth's: its statements are those that its own generator printed for create-auth.ts, and what is in
 * it is read and written by it. Who is a member of which workspace, and the links that let people in, are ours.
 */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql.raw(auth).execute(db)
  await sql.raw(ours).execute(db)
}

const auth = /* sql */ `
create schema auth;

create table auth."user" (
  "id" text primary key, "name" text not null, "email" text not null unique, "emailVerified" boolean not null, "image" text,
  "createdAt" timestamptz not null default current_timestamp, "updatedAt" timestamptz not null default current_timestamp,
  "twoFactorEnabled" boolean
);

create table auth."session" (
  "id" text primary key, "expiresAt" timestamptz not null, "token" text not null unique,
  "createdAt" timestamptz not null default current_timestamp, "updatedAt" timestamptz not null, "ipAddress" text, "userAgent" text,
  "userId" text not null references auth."user" on delete cascade
);
create index "session_userId_idx" on auth."session" ("userId");

create table auth."account" (
  "id" text primary key, "accountId" text not null, "providerId" text not null,
  "userId" text not null references auth."user" on delete cascade, "accessToken" text, "refreshToken" text, "idToken" text,
  "accessTokenExpiresAt" timestamptz, "refreshTokenExpiresAt" timestamptz, "scope" text, "password" text,
  "createdAt" timestamptz not null default current_timestamp, "updatedAt" timestamptz not null
);
create index "account_userId_idx" on auth."account" ("userId");

create table auth."verification" (
  "id" text primary key, "identifier" text not null, "value" text not null, "expiresAt" timestamptz not null,
  "createdAt" timestamptz not null default current_timestamp, "updatedAt" timestamptz not null default current_timestamp
);
create index "verification_identifier_idx" on auth."verification" ("identifier");

create table auth."twoFactor" (
  "id" text primary key, "secret" text not null, "backupCodes" text not null,
  "userId" text not null references auth."user" on delete cascade, "verified" boolean, "failedVerificationCount" integer,
  "lockedUntil" timestamptz
);
create index "twoFactor_secret_idx" on auth."twoFactor" ("secret");
create index "twoFactor_userId_idx" on auth."twoFactor" ("userId");

create table auth."passkey" (
  "id" text primary key, "name" text, "publicKey" text not null, "userId" text not null references auth."user" on delete cascade,
  "credentialID" text not null, "counter" integer not null, "deviceType" text not null, "backedUp" boolean not null,
  "transports" text, "createdAt" timestamptz, "aaguid" text
);
create index "passkey_userId_idx" on auth."passkey" ("userId");
create index "passkey_credentialID_idx" on auth."passkey" ("credentialID");

-- What cookies are signed and second factors encrypted with; sealed with the server's key. One row.
create table auth.signing (
  id uuid primary key,
  only_one boolean not null default true unique check (only_one),
  secret jsonb not null
);
`

const ours = /* sql */ `
create table members (
  workspace_id uuid not null references workspaces,
  user_id text not null references auth."user" on delete cascade,
  role text not null check (role in ('owner', 'admin', 'agent', 'viewer')),
  created_at timestamptz not null default now(),
  primary key (workspace_id, user_id)
);
create index members_user on members (user_id, created_at);

-- A link lets in once. Of its token there is only the hash.
create table one_time_links (
  id uuid primary key,
  sha256 bytea not null unique,
  workspace_id uuid not null references workspaces,
  purpose text not null check (purpose in ('join', 'reset')),
  -- of who joins; the address, where it is known, is the only one that may be given
  role text check (role in ('owner', 'admin', 'agent', 'viewer')),
  email text,
  user_id text references auth."user" on delete cascade,
  created_by text not null,
  created_at timestamptz not null default now(),
  expires_at timestamptz not null,
  used_at timestamptz,
  revoked_at timestamptz,
  check ((purpose = 'join') = (role is not null)),
  check ((purpose = 'reset') = (user_id is not null))
);
create index one_time_links_open on one_time_links (workspace_id, id) where used_at is null and revoked_at is null;
`
