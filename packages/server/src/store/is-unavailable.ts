/**
 * Whether an error means that the database can't do its work now and may later: it is down, starting, stopping, out of
 * space, memory or connections, or not reached. The same work is then tried again, and a sender gets 503.
 *
 * False for errors that the same work would meet again (a constraint, a syntax error). Looks through `cause` and
 * AggregateError.
 */
export function isUnavailable(error: unknown): boolean {
  if (!(error instanceof Error)) return false
  if (error instanceof AggregateError && error.errors.some(isUnavailable)) return true
  const code = 'code' in error && typeof error.code === 'string' ? error.code : ''
  if (unavailableState.test(code) || networkCodes.has(code)) return true
  // `ENOENT` of a unix socket that is not there yet, not of any other file
  if (code === 'ENOENT' && 'syscall' in error && error.syscall === 'connect') return true
  return code === '' && driverMessage.test(error.message) ? true : isUnavailable(error.cause)
}

/**
 * SQLSTATE (PostgreSQL manual, appendix A): 08 connection; 53 resources, among them 53100 disk full and 53300 too many
 * connections; 57P01–57P05 shutting down, crashed, not accepting; 58030 I/O error; 25006 a primary that became a replica.
 */
const unavailableState = /^(08...|53...|57P0[1-5]|58030|25006)$/

const networkCodes = new Set([
  ...['ECONNREFUSED', 'ECONNRESET', 'ECONNABORTED', 'EPIPE', 'ETIMEDOUT', 'EHOSTUNREACH', 'ENETUNREACH', 'EHOSTDOWN'],
  ...['ENOTFOUND', 'EAI_AGAIN', 'EMFILE', 'ENFILE', 'ENOBUFS'],
])

/** What `pg` says without a code, in its client.js and pg-pool's index.js; the last is Kysely's, in postgres-driver.js. */
const driverMessage =
  /^(Connection terminated|timeout exceeded when trying to connect|timeout expired|Client has encountered a connection error|Client was closed|Query read timeout|Cannot use a pool after calling end|Postgres connection has been discarded)/
