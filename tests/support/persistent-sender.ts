import { setTimeout as wait } from 'node:timers/promises'

export interface SendPlan {
  readonly key: string
  readonly to: string
  readonly text: string
}

export interface Acknowledged {
  readonly id: string
  /** How often it was asked for until the answer came. */
  readonly posts: number
}

/** One of so many clients does not wait for the first answer, as if its connection had broken. */
const impatientEvery = 17

/**
 * Sends as a careful client does: asks with its Idempotency-Key until it is answered.
 * @param url where the server listens now; it changes with every restart
 * @throws what is neither an acknowledgement nor a reason to ask again
 */
export async function sendUntilAcknowledged(url: () => string, plan: SendPlan, number = 1): Promise<Acknowledged> {
  for (let posts = 1; ; posts += 1) {
    const impatient = posts === 1 && number % impatientEvery === 0
    const response = await post(url(), plan, AbortSignal.timeout(impatient ? 3 : 15_000))
    if (response?.status === 202) return { id: response.id, posts }
    if (response && response.status !== 429 && response.status !== 503) {
      throw new Error(`${plan.key} was answered ${response.status}: ${response.text}`)
    }
    await wait(20 + Math.random() * 80)
  }
}

async function post(url: string, { key, to, text }: SendPlan, signal: AbortSignal) {
  try {
    const response = await fetch(`${url}/v1/messages`, {
      method: 'POST',
      headers: { 'x-admin-api-key': 'admin123', 'content-type': 'application/json', 'idempotency-key': key },
      body: JSON.stringify({ to: `+${to}`, content: { type: 'text', text } }),
      signal,
    })
    const answer = await response.text()
    if (response.status !== 202) return { status: response.status, text: answer, id: '' }
    const { sends } = JSON.parse(answer) as { sends: { id: string }[] } // as the contract has it
    return { status: 202, text: answer, id: sends[0]?.id ?? '' }
  } catch {
    // Refused, cut or given up: whether it was taken is not known, which is what the key is for.
    return undefined
  }
}
