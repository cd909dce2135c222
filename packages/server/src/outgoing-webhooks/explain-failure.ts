import { FetchRefused } from '../http/fetch-refused.ts'

export interface Failure {
  /** Stable; beside these the guarded client's. */
  readonly code: string
  /** For people: what happened, and where it helps, what to do. */
  readonly sentence: string
}

const certificate = 'so nobody can be sure who answers. Install a certificate of a public authority for this name.'

/** What Node, OpenSSL and undici call the ways in which a request can fail, in words. */
const known: Readonly<Record<string, Failure>> = {
  CERT_HAS_EXPIRED: { code: 'tls-expired', sentence: 'The TLS certificate has expired. Renew it.' },
  CERT_NOT_YET_VALID: {
    code: 'tls-not-yet-valid',
    sentence: 'The TLS certificate is not valid yet. Is a clock wrong?',
  },
  DEPTH_ZERO_SELF_SIGNED_CERT: {
    code: 'tls-self-signed',
    sentence: `The TLS certificate is signed by itself, ${certificate}`,
  },
  SELF_SIGNED_CERT_IN_CHAIN: {
    code: 'tls-self-signed',
    sentence: `The TLS certificate leads to one that is signed by itself, ${certificate}`,
  },
  UNABLE_TO_VERIFY_LEAF_SIGNATURE: {
    code: 'tls-chain-incomplete',
    sentence: 'The server sends its TLS certificate without the intermediate ones. Configure the whole chain.',
  },
  UNABLE_TO_GET_ISSUER_CERT_LOCALLY: {
    code: 'tls-unknown-issuer',
    sentence: `The TLS certificate is of an authority that is not trusted here, ${certificate}`,
  },
  ERR_TLS_CERT_ALTNAME_INVALID: {
    code: 'tls-wrong-name',
    sentence: 'The TLS certificate is for another name. Add this one to it, or use the name that it has.',
  },
  EPROTO: { code: 'tls-failed', sentence: 'TLS could not be agreed on. Does https answer on this port?' },
  ENOTFOUND: { code: 'name-unknown', sentence: 'The name has no address. Is it spelled right?' },
  EAI_AGAIN: { code: 'name-unknown', sentence: 'The name servers did not answer.' },
  ECONNREFUSED: { code: 'connection-refused', sentence: 'Nothing listens at the address and port.' },
  ECONNRESET: { code: 'connection-broken', sentence: 'The connection was cut before an answer came.' },
  UND_ERR_SOCKET: { code: 'connection-broken', sentence: 'The connection was cut before an answer came.' },
  UND_ERR_CONNECT_TIMEOUT: { code: 'connect-too-slow', sentence: 'No connection came about in time.' },
}

/** What became of an attempt that got no answer. */
export function explainFailure(error: unknown): Failure {
  for (let cause: unknown = error; cause instanceof Error; cause = cause.cause) {
    const code = 'code' in cause && typeof cause.code === 'string' ? cause.code : ''
    const failure = known[code] ?? (code.startsWith('ERR_SSL') ? known['EPROTO'] : undefined)
    if (failure) return failure
    if (cause instanceof AggregateError) return explainFailure(cause.errors[0])
  }
  if (error instanceof FetchRefused) return { code: error.code, sentence: error.message }
  return { code: 'not-sent', sentence: 'The request could not be made.' }
}

/** What became of an attempt whose answer is no success. */
export function explainStatus(status: number): Failure {
  if (status === 410) return { code: 'gone', sentence: 'It answered 410 Gone: the endpoint is switched off here.' }
  if (status >= 300 && status < 400) {
    return {
      code: 'redirected',
      sentence: `It redirects (${status}), which is not followed. Put the final address here.`,
    }
  }
  return { code: `status-${status}`, sentence: `It answered ${status}. Only 2xx counts as received.` }
}
