import path from 'node:path'
import type { Logger } from 'pino'
import type { SendingParts } from './compose-sending.ts'
import type { Settings } from './config/load.ts'
import { createGuardedClient, type GuardedClient } from './http/guarded-fetch.ts'
import { parseAddressRange } from './http/public-address.ts'
import type { BlobStore } from './media/blob-store.ts'
import { createDiskBlobs } from './media/disk-blobs.ts'
import { type MediaFetcher, startMediaFetcher } from './media/media-fetcher.ts'
import { createPublicLinks, type PublicLinks } from './media/public-links.ts'
import { createS3Blobs } from './media/s3-blobs.ts'
import { type SendPreparer, startSendPreparer } from './media/send-preparer.ts'
import type { Store } from './startup/open-store.ts'
import type { PublicAddress } from './startup/public-address.ts'

/** Files: where they are, who fetches them, who brings them to providers. */
export interface MediaParts extends AsyncDisposable {
  readonly blobs: BlobStore
  /** For addresses that strangers name. */
  readonly client: GuardedClient
  /** For providers that fetch files themselves. */
  readonly links: PublicLinks
  /** Only where the role `jobs` is played. */
  readonly fetcher: MediaFetcher | undefined
  /** Only where the role `dispatch` is played. */
  readonly preparer: SendPreparer | undefined
}

export interface MediaOptions {
  readonly settings: Settings
  readonly store: Store
  readonly log: Logger
  readonly sending: Pick<SendingParts, 'transports' | 'accountOf' | 'dispatcher'>
  readonly publicAddress: Pick<PublicAddress, 'base'>
  readonly onEvents: () => void
}

export function composeMedia({ settings, store, log, sending, publicAddress, onEvents }: MediaOptions): MediaParts {
  const undo = new AsyncDisposableStack()
  const { roles, media, fetchAllowed } = settings.config
  const blobs = openBlobs(settings, undo)
  // The configuration has checked them.
  const allowed = fetchAllowed.map(parseAddressRange).filter((range) => range !== undefined)
  const client = undo.use(createGuardedClient({ allowed, maxBytes: media.maxBytes }))
  const links = createPublicLinks({
    keys: settings.secrets.keyring.keysFor('media links'),
    get publicBaseUrl() {
      return publicAddress.base()
    },
  })
  const { transports, accountOf } = sending
  const common = { pool: store.pool, blobs, transports, accountOf, log, onEvents }
  const fetcher = roles.has('jobs') ? undo.use(startMediaFetcher({ ...common, maxBytes: media.maxBytes })) : undefined
  const preparer = roles.has('dispatch')
    ? undo.use(startSendPreparer({ ...common, client, links, onReady: () => sending.dispatcher?.poke() }))
    : undefined
  return { blobs, client, links, fetcher, preparer, [Symbol.asyncDispose]: () => undo.disposeAsync() }
}

function openBlobs({ config, secrets }: Settings, undo: AsyncDisposableStack): BlobStore {
  const { store } = config.media
  if (store.kind === 'disk') return createDiskBlobs(path.join(config.dataDirectory, 'media'))
  const { minioAccessKey: accessKey = '', minioSecretKey: secretKey = '' } = secrets
  return undo.use(createS3Blobs({ ...store, accessKey, secretKey }))
}
