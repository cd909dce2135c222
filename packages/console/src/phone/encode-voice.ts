import { type OpusPacket, oggOpus } from './ogg-opus.ts'

const rate = 48_000
/** 20 ms, as WhatsApp's own. */
const frame = rate / 50
/** What the encoder looks ahead, where it does not say. */
const usualPreSkip = 312

/** Whether this browser makes voice notes. */
export function canEncodeVoice(): boolean {
  return typeof AudioEncoder === 'function'
}

/** Sound of one channel at 48 kHz as a voice note. */
export async function encodeVoice(sound: Float32Array<ArrayBuffer>): Promise<Blob> {
  const packets: OpusPacket[] = []
  const failed = Promise.withResolvers<never>()
  let preSkip = usualPreSkip
  const encoder = new AudioEncoder({
    output(chunk, metadata) {
      const bytes = new Uint8Array(chunk.byteLength)
      chunk.copyTo(bytes)
      packets.push({ bytes, samples: frame })
      const description = metadata?.decoderConfig?.description
      if (description instanceof ArrayBuffer && description.byteLength >= 12)
        preSkip = new DataView(description).getUint16(10, true)
    },
    error: (error) => failed.reject(error),
  })
  encoder.configure({ codec: 'opus', sampleRate: rate, numberOfChannels: 1, bitrate: 24_000 })
  for (let start = 0; start < sound.length; start += frame) {
    const data = new Float32Array(frame)
    data.set(sound.subarray(start, start + frame))
    const timestamp = (start / rate) * 1_000_000
    const audio = new AudioData({
      ...{ format: 'f32-planar', sampleRate: rate, numberOfFrames: frame, numberOfChannels: 1 },
      ...{ timestamp, data },
    })
    encoder.encode(audio)
    audio.close()
  }
  await Promise.race([encoder.flush(), failed.promise])
  encoder.close()
  return oggOpus(packets, preSkip)
}

/** What was recorded, in whatever the browser records, as one channel at 48 kHz. */
export async function soundOf(recording: Blob): Promise<Float32Array<ArrayBuffer>> {
  const context = new OfflineAudioContext(1, 1, rate)
  const decoded = await context.decodeAudioData(await recording.arrayBuffer())
  return new Float32Array(decoded.getChannelData(0))
}

/** Three seconds of a tune, for who has no microphone at hand: louder and softer, as speech is. */
export async function tune(): Promise<Float32Array<ArrayBuffer>> {
  const notes = [392, 440, 494, 587, 494, 440, 392, 330, 392]
  const step = 1 / 3
  const context = new OfflineAudioContext(1, notes.length * step * rate, rate)
  for (const [index, frequency] of notes.entries()) {
    const start = index * step
    const loudness = context.createGain()
    const source = new OscillatorNode(context, { type: 'triangle', frequency })
    loudness.gain.setValueAtTime(0.001, start)
    loudness.gain.exponentialRampToValueAtTime(0.25 + 0.35 * Math.abs(Math.sin(index * 1.7)), start + 0.05)
    loudness.gain.exponentialRampToValueAtTime(0.001, start + step)
    source.connect(loudness).connect(context.destination)
    source.start(start)
    source.stop(start + step)
  }
  return new Float32Array((await context.startRendering()).getChannelData(0))
}
