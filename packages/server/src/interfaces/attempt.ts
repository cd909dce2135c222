/** Null when it fails or takes longer: for what an answer can do without, and must not wait for. */
export async function attempt<Value>(work: Promise<Value>, milliseconds: number): Promise<Value | null> {
  const late = Promise.withResolvers<null>()
  const timer = setTimeout(() => late.resolve(null), milliseconds)
  try {
    return await Promise.race([work, late.promise])
  } catch {
    // Whatever it was: the log of whoever cannot do without it tells why.
    return null
  } finally {
    clearTimeout(timer)
  }
}
