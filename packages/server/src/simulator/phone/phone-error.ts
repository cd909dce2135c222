/** The phone cannot do that. */
export class PhoneError extends Error {
  override readonly name = 'PhoneError'
  readonly httpStatus: number

  constructor(message: string, httpStatus = 422) {
    super(message)
    this.httpStatus = httpStatus
  }
}
