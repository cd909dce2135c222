import { queryOptions } from '@tanstack/react-query'
import { ask } from '../../api/request.ts'
import { mediaAddress } from './media-box.ts'
import { peaksOf } from './peaks.ts'

export const bars = 44

export interface Waveform {
  readonly peaks: readonly number[]
  readonly seconds: number
}

/** Decoding takes what playing takes, so of several notes on a screen one is decoded after the other. */
let turn: Promise<unknown> = Promise.resolve()

/** How loud a recording is over its length. Worked out once; what the browser cannot decode stays an error. */
export function waveformQuery(mediaId: string) {
  return queryOptions({
    queryKey: ['waveform', mediaId],
    queryFn: ({ signal }): Promise<Waveform> => {
      const mine = turn.then(() => decode(mediaId, signal))
      turn = mine.catch(() => undefined)
      return mine
    },
    staleTime: Number.POSITIVE_INFINITY,
    gcTime: 60 * 60_000,
    retry: false,
  })
}

async function decode(mediaId: string, signal: AbortSignal): Promise<Waveform> {
  signal.throwIfAborted()
  const response = await ask(mediaAddress(mediaId), { signal, headers: { accept: '*/*' } })
  // The lowest rate that browsers must support: bars need no more, and it is a sixth of the memory.
  const audio = await new OfflineAudioContext(1, 1, 8_000).decodeAudioData(await response.arrayBuffer())
  return { peaks: peaksOf(audio.getChannelData(0), bars), seconds: audio.duration }
}
