interface ToldError {
  readonly sentence: string
  readonly remedy?: string | undefined
}

/** Why a message failed: the server's sentence of the error; else the provider's own words. */
export function toldError(error: unknown): ToldError | undefined {
  if (typeof error !== 'object' || error === null) return undefined
  const text = (name: string) => {
    const value: unknown = Reflect.get(error, name)
    return typeof value === 'string' && value !== '' ? value : undefined
  }
  const sentence = text('sentence') ?? text('details') ?? text('message') ?? text('title')
  return sentence === undefined ? undefined : { sentence, remedy: text('remedy') }
}
