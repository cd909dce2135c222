import { type Sealer, SecretUnreadable } from '../sealing/seal.ts'
import type { Queryable } from '../store/database.ts'

/** What accounts verify their webhooks with, at hand for every request. */
export interface WebhookSecrets extends AsyncDisposable {
  /** Each once: several numbers of one Meta app have the same. */
  appSecrets(): readonly string[]
  verifyTokens(): readonly string[]
  /** Which accounts have this verify token of their own. */
  accountsVerifiedBy(token: string): readonly string[]
  /**
   * Whether an app secret is one of the workspaces that numbers and business accounts are in: nobody tells of the numbers of
   * others. What nobody connected is in the oldest workspace.
   */
  mayTell(appSecret: string, of: AboutAccounts): boolean
  /** Of the accounts under this Twilio account that are in the workspace of the number. */
  authTokensOf(accountSid: string, number: string): readonly string[]
  /** Reads what changed, at once; it is read every few seconds anyway, because other processes change accounts too. */
  refresh(): Promise<void>
}

export interface AboutAccounts {
  readonly numbers: readonly string[]
  readonly businessAccounts: readonly string[]
}

export interface WebhookSecretsOptions {
  readonly db: Queryable
  readonly sealer: Sealer
  readonly log: { warn(fields: object, message: string): void }
  readonly everyMilliseconds?: number
}

interface VersionRow {
  readonly id: string
  /** Changes whenever the row does. */
  readonly version: string
}

interface Row extends VersionRow {
  readonly workspaceId: string
  readonly transport: string
  readonly externalId: string
  readonly businessAccountId: string | null
  readonly secrets: Readonly<Record<string, unknown>>
}

interface Known extends Omit<Row, 'secrets'> {
  readonly opened: ReadonlyMap<string, string>
}

const names = ['appSecret', 'verifyToken', 'authToken'] as const

/** What is looked up for every webhook, made once for each change. */
interface Lookup {
  readonly appSecrets: readonly string[]
  readonly verifyTokens: readonly string[]
  readonly accountsOfVerifyToken: ReadonlyMap<string, readonly string[]>
  readonly workspacesOf: ReadonlyMap<string, ReadonlySet<string>>
  readonly workspaceOfNumber: ReadonlyMap<string, string>
  readonly workspaceOfBusiness: ReadonlyMap<string, string>
  readonly authTokens: ReadonlyMap<string, readonly string[]>
}

/** Reads all of them before it resolves. */
export async function startWebhookSecrets(options: WebhookSecretsOptions): Promise<WebhookSecrets> {
  const { db, sealer, log } = options
  let known: ReadonlyMap<string, Known> = new Map()
  let lookup = lookupOf([])
  let oldestWorkspace: string | undefined
  let failing = false

  async function read(): Promise<void> {
    oldestWorkspace ??= await findOldestWorkspace(db)
    const { rows: versions } = await db.query<VersionRow>({
      name: 'webhook secret versions',
      text: 'select id, xmin::text as version from accounts order by created_at, id',
    })
    const changed = versions.filter(({ id, version }) => known.get(id)?.version !== version).map(({ id }) => id)
    if (changed.length === 0 && versions.length === known.size) return
    const { rows } = await db.query<Row>({
      name: 'webhook secrets',
      text: `select id, xmin::text as version, workspace_id as "workspaceId", transport, external_id as "externalId",
               business_account_id as "businessAccountId", secrets from accounts where id = any ($1)`,
      values: [changed],
    })
    const fresh = new Map(rows.map(({ secrets, ...row }) => [row.id, { ...row, opened: openAll(row.id, secrets) }]))
    const next = new Map<string, Known>()
    for (const { id } of versions) {
      const account = fresh.get(id) ?? known.get(id)
      if (account) next.set(id, account)
    }
    known = next
    lookup = lookupOf([...known.values()])
  }

  function openAll(id: string, secrets: Row['secrets']): Map<string, string> {
    const opened = new Map<string, string>()
    for (const name of names) {
      if (secrets[name] === undefined) continue
      try {
        opened.set(name, sealer.open(id, name, secrets[name]))
      } catch (error) {
        if (!(error instanceof SecretUnreadable)) throw error
        log.warn({ accountId: id }, `webhooks of an account cannot be verified: ${error.message}`)
      }
    }
    return opened
  }

  let reading: Promise<void> = Promise.resolve()
  /** One after the other: an older reading must not come over a newer one. */
  const refresh = (): Promise<void> => {
    const next = reading.then(read)
    reading = next.catch(() => {})
    return next
  }
  const look = (): void => {
    void refresh().then(
      () => {
        failing = false
      },
      (error: unknown) => {
        if (!failing) log.warn({ err: error }, 'secrets of webhooks cannot be read now; those that are known go on')
        failing = true
      },
    )
  }
  await refresh()
  const timer = setInterval(look, options.everyMilliseconds ?? 2_000)
  timer.unref()
  return {
    appSecrets: () => lookup.appSecrets,
    verifyTokens: () => lookup.verifyTokens,
    accountsVerifiedBy: (token) => lookup.accountsOfVerifyToken.get(token) ?? [],
    mayTell(appSecret, { numbers, businessAccounts }) {
      const workspaces = lookup.workspacesOf.get(appSecret)
      const isOurs = (workspace = oldestWorkspace) => workspace !== undefined && workspaces?.has(workspace) === true
      return (
        numbers.every((number) => isOurs(lookup.workspaceOfNumber.get(`cloud-api ${number}`))) &&
        businessAccounts.every((id) => isOurs(lookup.workspaceOfBusiness.get(id)))
      )
    },
    authTokensOf(accountSid, number) {
      const workspace = lookup.workspaceOfNumber.get(`twilio ${number}`) ?? oldestWorkspace
      return lookup.authTokens.get(`${workspace} ${accountSid}`) ?? []
    },
    refresh,
    async [Symbol.asyncDispose]() {
      clearInterval(timer)
      await reading
    },
  }
}

/** @param accounts oldest first: of several under one business account that one says where what is about all of them goes. */
function lookupOf(accounts: readonly Known[]): Lookup {
  const workspacesOf = new Map<string, Set<string>>()
  const workspaceOfNumber = new Map<string, string>()
  const workspaceOfBusiness = new Map<string, string>()
  const authTokens = new Map<string, string[]>()
  const accountsOfVerifyToken = new Map<string, string[]>()
  for (const { id, workspaceId, transport, externalId, businessAccountId, opened } of accounts) {
    workspaceOfNumber.set(`${transport} ${externalId}`, workspaceId)
    if (businessAccountId !== null && !workspaceOfBusiness.has(businessAccountId))
      workspaceOfBusiness.set(businessAccountId, workspaceId)
    const { appSecret, verifyToken, authToken } = Object.fromEntries(opened)
    if (appSecret !== undefined)
      workspacesOf.set(appSecret, (workspacesOf.get(appSecret) ?? new Set()).add(workspaceId))
    if (verifyToken !== undefined)
      accountsOfVerifyToken.set(verifyToken, [...(accountsOfVerifyToken.get(verifyToken) ?? []), id])
    if (authToken === undefined || businessAccountId === null) continue
    const name = `${workspaceId} ${businessAccountId}`
    authTokens.set(name, [...new Set([...(authTokens.get(name) ?? []), authToken])])
  }
  const appSecrets = [...workspacesOf.keys()]
  return {
    appSecrets,
    verifyTokens: [...accountsOfVerifyToken.keys()],
    accountsOfVerifyToken,
    workspacesOf,
    workspaceOfNumber,
    workspaceOfBusiness,
    authTokens,
  }
}

async function findOldestWorkspace(db: Queryable): Promise<string | undefined> {
  const { rows } = await db.query<{ id: string }>('select id from workspaces order by created_at, id limit 1')
  return rows[0]?.id
}
