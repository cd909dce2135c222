import { type Kysely, sql } from 'kysely'

/** Sees the rows of one workspace. */
export const appRole = 'switchboard_app'
/** Sees of those what a credential reaches. */
export const narrowRole = 'switchboard_narrow'

/** The database's user may not make the roles that interfaces ask as; the message says what somebody who may has to run. */
export class RolesMissingError extends Error {
  override readonly name = 'RolesMissingError'

  constructor(user: string, cause: unknown) {
    const name = `"${user.replaceAll('"', '""')}"`
    super(
      `The database user ${name} may not make the roles that requests are asked as. Run this once, as a user with CREATEROLE, and start again:\n` +
        `  create role ${appRole} nologin; create role ${narrowRole} nologin in role ${appRole};\n` +
        `  grant ${appRole}, ${narrowRole} to ${name};`,
      { cause },
    )
  }
}

/**
 * Makes the two roles, which belong to the whole cluster, and lets the connection's user take them. What is there already is
 * left. Two databases of a cluster may be brought up at once.
 *
 * @throws {RolesMissingError}
 */
export async function ensureRoles<Schema>(db: Kysely<Schema>): Promise<void> {
  try {
    await sql.raw(make).execute(db)
  } catch (error) {
    // 42501 insufficient_privilege
    if (!(error instanceof Error && 'code' in error && error.code === '42501')) throw error
    // The transaction is lost: nothing more can be asked, so the statement's own error names the user.
    throw new RolesMissingError(
      'detail' in error && typeof error.detail === 'string' ? error.detail : 'current_user',
      error,
    )
  }
}

/** Postgres 16 tells membership from the right to take a role. */
const canTake = `pg_has_role(current_user, name, case when current_setting('server_version_num')::int < 160000 then 'MEMBER' else 'SET' end)`

const make = /* sql */ `
do $$ declare name text; begin
  foreach name in array array['${appRole}', '${narrowRole}'] loop
    begin
      if to_regrole(name) is null then execute format('create role %I nologin', name); end if;
    exception when duplicate_object or unique_violation then null; -- another database of the cluster made it just now
    end;
  end loop;
  if not pg_has_role('${narrowRole}', '${appRole}', 'member') then grant ${appRole} to ${narrowRole}; end if;
  foreach name in array array['${appRole}', '${narrowRole}'] loop
    if not ${canTake} then execute format('grant %I to %I', name, current_user); end if;
  end loop;
exception when insufficient_privilege then
  raise exception insufficient_privilege using message = sqlerrm, detail = current_user;
end $$;
`
