import type { MediaSource } from '@switchboard/contract'
import type { ResolvedFile } from '../../../transport.ts'
import { TransportError } from '../../../transport-error.ts'
import type { Json } from './json.ts'

/** A file as Meta knows it: by the id of an upload or by a link that Meta fetches. What was resolved for us goes first. */
export function mediaObject(media: MediaSource, resolved: ResolvedFile | undefined): Json {
  if (resolved?.providerMediaId !== undefined) return { id: resolved.providerMediaId }
  if (resolved?.link !== undefined) return { link: resolved.link }
  if ('providerMediaId' in media) return { id: media.providerMediaId }
  if ('link' in media) return { link: media.link }
  throw new TransportError({
    outcome: 'not-sent',
    retryable: false,
    sentence: 'The file of the message was not uploaded to Meta before sending.',
    remedy: 'Send it anew; the file is uploaded first.',
  })
}
