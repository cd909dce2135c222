import { Readable } from 'node:stream'
import { buffer } from 'node:stream/consumers'
import { inspect } from 'node:util'
import type { OutboundType } from '@switchboard/contract'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { outboundSamples } from './outbound-samples.case.ts'
import type { OutboundMessage, ResolvedContent, Transport, TransportAccount } from './transport.ts'
import { TransportError } from './transport-error.ts'

/** What a provider can be told to do with the next send. */
export type Behaviour =
  | 'cut after accepting'
  | 'accept and stay silent'
  | 'accept unreadably'
  | 'fail without words'
  | 'refuse'
  | 'ask to slow down'

export interface Harness extends AsyncDisposable {
  /** Waits for an answer for less than two seconds. */
  readonly transport: Transport
  readonly account: TransportAccount
  /** The same with a credential that the provider refuses; undefined where the transport has none. */
  readonly impostor?: TransportAccount
  /** What the account's provider is told to do with the next send. */
  next(behaviour: Behaviour): void
  /** The account, where nobody answers at its provider's address. */
  readonly unreachable: TransportAccount
  /** How many messages the provider has accepted. */
  accepted(): number
  /** The callback data of the last accepted message, as the provider would give it back. */
  lastCallbackData(): string | undefined
}

/** The facts below, by what they begin with. */
export type Fact = Behaviour | 'unreachable' | 'aborted' | 'secrets' | 'find' | 'health'

/**
 * What holds for every transport. `exempt` names facts that cannot be had of one, each with the reason, which is shown.
 */
export function describeTransport(
  name: string,
  start: () => Promise<Harness>,
  exempt: Readonly<Partial<Record<Fact, string>>> = {},
): void {
  describe(`the transport ${name}`, () => {
    let harness: Harness
    beforeAll(async () => {
      harness = await start()
    })
    afterAll(() => harness[Symbol.asyncDispose]())
    const fact = (about: Fact, title: string, run: () => Promise<void>) => {
      const reason = exempt[about]
      if (reason === undefined) test(title, run)
      else test.skip(`${title} (exempt: ${reason})`, run)
    }
    const failureOf = (content?: ResolvedContent) => refusalOf(send(harness, content))

    test('carries every content type of its capabilities, each message once, and gives each an id of its own', async () => {
      const ids = new Set<string>()
      const before = harness.accepted()
      for (const type of harness.transport.capabilities.contentTypes) {
        for (const content of outboundSamples[type]) ids.add((await send(harness, content)).wamid)
      }
      expect(ids.size).toBe(harness.accepted() - before)
      expect(ids.size).toBeGreaterThan(0)
      expect([...ids]).not.toContain('')
    })

    test('refuses every other content type before anything is sent', async () => {
      const before = harness.accepted()
      // The samples' keys are the types.
      for (const type of Object.keys(outboundSamples) as OutboundType[]) {
        const [content] = outboundSamples[type]
        if (harness.transport.capabilities.contentTypes.has(type) || !content) continue
        expect(await failureOf(content), type).toMatchObject({ outcome: 'not-sent', retryable: false })
      }
      expect(harness.accepted()).toBe(before)
    })

    test('refuses a recipient that it has no way to name', async () => {
      const error = await refusalOf(harness.transport.send(harness.account, message(undefined, { to: {} })))
      expect(error).toMatchObject({ outcome: 'not-sent', retryable: false })
    })

    test('its capabilities are what it has', () => {
      const { transport } = harness
      expect(transport.markRead !== undefined).toBe(transport.capabilities.markRead)
      expect(transport.capabilities.contentTypes.has('template')).toBe(transport.capabilities.templates)
      expect(transport.capabilities.textLimit).toBeGreaterThan(0)
      for (const kind of ['image', 'video', 'audio', 'document', 'sticker'] as const) {
        expect(transport.capabilities.media[kind].maxBytes > 0).toBe(transport.capabilities.contentTypes.has(kind))
      }
    })

    test('hands the callback data on where it says that receipts carry it', async () => {
      await send(harness, undefined, { callbackData: 'sb:0199 &?=ü' })
      const { callbackData } = harness.transport.capabilities
      expect(harness.lastCallbackData()).toBe(callbackData ? 'sb:0199 &?=ü' : undefined)
    })

    for (const behaviour of [
      'cut after accepting',
      'accept and stay silent',
      'accept unreadably',
      'fail without words',
    ] as const) {
      fact(behaviour, `${behaviour}: the outcome is unknown, and it is not to be sent again`, async () => {
        harness.next(behaviour)
        expect(await failureOf()).toMatchObject({ outcome: 'unknown', retryable: false })
        expect((await send(harness)).wamid).not.toBe('')
      })
    }

    fact('unreachable', 'unreachable: nothing was sent, and it may be tried again', async () => {
      const error = await refusalOf(harness.transport.send(harness.unreachable, message()))
      expect(error).toMatchObject({ outcome: 'not-sent', retryable: true, limits: undefined })
    })

    fact('refuse', 'refused: not sent, not to be tried again, with a code, a sentence and what to do', async () => {
      harness.next('refuse')
      const error = await failureOf()
      expect(error).toMatchObject({ outcome: 'not-sent', retryable: false })
      expect([error.providerCode, error.sentence, error.remedy].every(Boolean)).toBe(true)
    })

    fact('ask to slow down', 'too fast: not sent, to be tried again, and what is limited', async () => {
      harness.next('ask to slow down')
      const error = await failureOf()
      expect(error).toMatchObject({ outcome: 'not-sent', retryable: true })
      expect(error.limits).toBeDefined()
    })

    fact('aborted', 'aborted before it begins: nothing was sent', async () => {
      const before = harness.accepted()
      const error = await refusalOf(harness.transport.send(harness.account, message(), AbortSignal.abort()))
      expect(error.outcome).toBe('not-sent')
      expect(harness.accepted()).toBe(before)
    })

    fact('secrets', 'no error has a secret, the recipient or the text in it', async () => {
      const text = 'my private words'
      const errors: TransportError[] = []
      for (const behaviour of ['refuse', 'cut after accepting', 'ask to slow down'] as const) {
        harness.next(behaviour)
        errors.push(await failureOf({ type: 'text', text }))
      }
      errors.push(await refusalOf(harness.transport.send(harness.unreachable, message({ type: 'text', text }))))
      if (harness.impostor) errors.push(await refusalOf(harness.transport.send(harness.impostor, message())))
      for (const error of errors) {
        const said = `${inspect(error, { depth: 20, showHidden: true })} ${JSON.stringify(error)} ${error.stack}`
        const secrets = [...Object.values(harness.account.secrets), ...Object.values(harness.impostor?.secrets ?? {})]
        for (const secret of [...secrets, recipient, text]) expect(said).not.toContain(secret)
      }
    })

    test('what is uploaded can be downloaded, where it does either', async () => {
      const { transport, account } = harness
      if (!transport.uploadMedia || !transport.downloadMedia) return
      const bytes = Buffer.from('a small picture')
      const upload = { body: Readable.from([bytes]), mimeType: 'image/png', filename: 'a "b".png' }
      const { providerMediaId } = await transport.uploadMedia(account, { ...upload, sizeBytes: bytes.length })
      const download = await transport.downloadMedia(account, { providerMediaId })
      expect(await buffer(download.body)).toEqual(bytes)
      expect(download).toMatchObject({ mimeType: 'image/png', sizeBytes: bytes.length })
    })

    fact(
      'find',
      'finds a send whose answer was lost, or does not know; a send that never was is never found',
      async () => {
        const { transport, account } = harness
        if (!transport.findSent) return
        harness.next('cut after accepting')
        await refusalOf(transport.send(account, message(undefined, { callbackData: 'sb:lost' })))
        expect(await transport.findSent(account, 'sb:lost')).not.toBe('not-sent')
        expect([null, 'not-sent']).toContain(await transport.findSent(account, 'sb:never'))
      },
    )

    fact('health', 'health never throws, and knows a wrong credential and an absent provider', async () => {
      const { transport, account, impostor, unreachable } = harness
      expect((await transport.health(account)).ok).toBe(true)
      if (impostor) expect((await transport.health(impostor)).ok).toBe(false)
      expect((await transport.health(unreachable)).ok).toBe(false)
    })
  })
}

const recipient = '447700900987'

function message(
  content: ResolvedContent = { type: 'text', text: 'Hello' },
  more: Partial<OutboundMessage> = {},
): OutboundMessage {
  return { to: { phone: `+${recipient}`, waId: recipient }, content, callbackData: 'sb:1', ...more }
}

function send({ transport, account }: Harness, content?: ResolvedContent, more?: Partial<OutboundMessage>) {
  return transport.send(account, message(content, more))
}

async function refusalOf(sending: Promise<unknown>): Promise<TransportError> {
  const error = await sending.then(
    () => undefined,
    (thrown: unknown) => thrown,
  )
  if (error instanceof TransportError) return error
  throw new Error('it was not refused by a TransportError', { cause: error })
}
