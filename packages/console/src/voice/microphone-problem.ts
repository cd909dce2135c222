/** Why there is no sound from the microphone, as a browser names it. */
export function microphoneProblem(error: unknown): 'refused' | 'missing' | 'busy' | 'insecure' | undefined {
  // Pages that came neither over HTTPS nor from this machine are given no devices.
  if (error instanceof TypeError && !window.isSecureContext) return 'insecure'
  if (!(error instanceof DOMException)) return undefined
  if (error.name === 'NotAllowedError' || error.name === 'SecurityError') return 'refused'
  if (error.name === 'NotFoundError' || error.name === 'OverconstrainedError') return 'missing'
  return error.name === 'NotReadableError' || error.name === 'AbortError' ? 'busy' : undefined
}
