/** As much is waiting as may wait. Nothing was kept of this body; the sender should try again after `retryAfterSeconds`. */
export class InboxFullError extends Error {
  override readonly name = 'InboxFullError'
  readonly retryAfterSeconds = 1
}

/** The database can't take it now (or the inbox is closing). The body may or may not be stored: sending it again is safe. */
export class InboxUnavailableError extends Error {
  override readonly name = 'InboxUnavailableError'
  readonly retryAfterSeconds = 5
}
