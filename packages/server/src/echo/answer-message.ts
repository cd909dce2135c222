/** What the echo has to know of one message that came in. */
export interface EchoCandidate {
  /** What a person reads of it; null: nothing to repeat. */
  readonly text: string | null
  readonly group: boolean
  /** Phone digits of the person, without a plus; null where they showed none. */
  readonly phone: string | null
  /** Milliseconds since the last echo to this person; null: there was none. */
  readonly sinceLastEcho: number | null
  /** Milliseconds since it was sent: what was waiting while the server was down is not answered. */
  readonly age: number
}

export interface EchoRules {
  /** Phone digits with or without the country; empty: everybody. */
  readonly allowed: readonly string[]
  readonly perPersonSeconds: number
  readonly groups: boolean
}

const oldestMilliseconds = 10 * 60_000

/** The text of the echo, or null where this message gets none. */
export function answerMessage(message: EchoCandidate, rules: EchoRules): string | null {
  if (message.text === null || message.age > oldestMilliseconds) return null
  if (message.group && !rules.groups) return null
  if (rules.allowed.length > 0 && !rules.allowed.some((number) => isNumber(message.phone, number))) return null
  if (message.sinceLastEcho !== null && message.sinceLastEcho < rules.perPersonSeconds * 1_000) return null
  return `Received: ${message.text}`
}

/** The older system wrote allowed numbers without their country; ten digits are enough to know somebody by. */
function isNumber(phone: string | null, allowed: string): boolean {
  const digits = allowed.replace(/\D/g, '')
  return phone !== null && (phone === digits || (digits.length >= 10 && phone.endsWith(digits)))
}
