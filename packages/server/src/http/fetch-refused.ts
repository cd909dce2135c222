export type FetchRefusalCode =
  /** Not an http(s) address, or one with a user name in it. */
  | 'address-invalid'
  /** It leads, or was redirected, to an address that is not on the public internet. */
  | 'address-not-public'
  | 'too-many-redirects'
  /** The name is unknown, nobody answers there, the connection broke, or the answer is no HTTP. */
  | 'unreachable'
  | 'too-slow'
  | 'too-large'

/** The guarded client did not do it. The message is a sentence that may be shown to whoever gave the address. */
export class FetchRefused extends Error {
  readonly code: FetchRefusalCode

  constructor(code: FetchRefusalCode, sentence: string, options?: ErrorOptions) {
    super(sentence, options)
    this.name = 'FetchRefused'
    this.code = code
  }

  /** The same may work later. */
  get retryable(): boolean {
    return this.code === 'unreachable' || this.code === 'too-slow'
  }
}
