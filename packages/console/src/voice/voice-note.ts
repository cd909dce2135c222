import {
  AudioBufferSource,
  BlobSource,
  BufferTarget,
  Conversion,
  canEncodeAudio,
  Input,
  MATROSKA,
  MP4,
  OGG,
  OggOutputFormat,
  Output,
  QUALITY_MEDIUM,
  WEBM,
} from 'mediabunny'

/** Opus in Ogg with one channel, which is what a voice note is in WhatsApp: anything else is shown as a file of music. */
const type = 'audio/ogg; codecs=opus'

/**
 * What a browser recorded as a voice note. Opus (Chromium's in WebM, Firefox's in Ogg) keeps its packets and gets another container;
 * anything else is encoded anew.
 * @throws {Error} where this browser can't encode what it recorded
 */
export async function toVoiceNote(recording: Blob): Promise<Blob> {
  using input = new Input({ source: new BlobSource(recording), formats: [WEBM, MATROSKA, OGG, MP4] })
  const output = new Output({ format: new OggOutputFormat(), target: new BufferTarget() })
  const conversion = await Conversion.init({ input, output, audio: { codec: 'opus', numberOfChannels: 1 } })
  if (!conversion.isValid) throw new Error('This browser cannot make a voice note of what it recorded.')
  await conversion.execute()
  return bytesOf(output)
}

/** Sound that was made here as a voice note. */
export async function voiceNoteOf(sound: AudioBuffer): Promise<Blob> {
  const output = new Output({ format: new OggOutputFormat(), target: new BufferTarget() })
  const source = new AudioBufferSource({ codec: 'opus', quality: QUALITY_MEDIUM })
  output.addAudioTrack(source)
  await output.start()
  await source.add(sound)
  await output.finalize()
  return bytesOf(output)
}

/** Whether sound that was made here becomes one. */
export function canEncodeVoice(): Promise<boolean> {
  return canEncodeAudio('opus')
}

function bytesOf({ target }: Output<OggOutputFormat, BufferTarget>): Blob {
  return new Blob(target.buffer === null ? [] : [target.buffer], { type })
}
