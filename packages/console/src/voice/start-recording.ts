/** What is being spoken. */
export interface Recording {
  /** How loud it is now, 0 to 1. */
  readonly level: () => number
  /** Seconds since it began. */
  readonly seconds: () => number
  /** Bytes so far, about a second behind. */
  readonly size: () => number
  /** Ends it. @returns all of it, in whatever the browser records */
  readonly stop: () => Promise<Blob>
  /** Lets go of the microphone; what was spoken is gone. */
  readonly cancel: () => void
}

/** Plenty for speech; 16 MB hold an hour. */
const bitsPerSecond = 32_000
const containers = ['audio/ogg;codecs=opus', 'audio/webm;codecs=opus', 'audio/mp4']

/** Asks for the microphone and records from it. @throws {DOMException} it is refused, missing, or used by something else */
export async function startRecording(): Promise<Recording> {
  const stream = await navigator.mediaDevices.getUserMedia({
    audio: { channelCount: 1, echoCancellation: true, noiseSuppression: true },
  })
  const context = new AudioContext()
  const meter = new AnalyserNode(context, { fftSize: 1_024 })
  context.createMediaStreamSource(stream).connect(meter)
  const mimeType = containers.find((each) => MediaRecorder.isTypeSupported(each))
  const recorder = new MediaRecorder(stream, { audioBitsPerSecond: bitsPerSecond, ...(mimeType ? { mimeType } : {}) })
  const parts: Blob[] = []
  const ended = Promise.withResolvers<void>()
  recorder.addEventListener('dataavailable', ({ data }) => parts.push(data))
  recorder.addEventListener('stop', () => ended.resolve())
  const began = performance.now()
  recorder.start(1_000)
  const end = () => {
    if (recorder.state !== 'inactive') recorder.stop()
    for (const track of stream.getTracks()) track.stop()
    if (context.state !== 'closed') void context.close()
  }
  return {
    level: () => loudnessOf(meter),
    seconds: () => (performance.now() - began) / 1_000,
    size: () => parts.reduce((sum, { size }) => sum + size, 0),
    cancel: end,
    async stop() {
      end()
      await ended.promise
      return new Blob(parts, { type: recorder.mimeType })
    },
  }
}

/** Decibels, as ears hear: −50 is silence, −10 is loud. */
function loudnessOf(meter: AnalyserNode): number {
  const samples = new Float32Array(meter.fftSize)
  meter.getFloatTimeDomainData(samples)
  const power = samples.reduce((sum, sample) => sum + sample ** 2, 0) / samples.length
  const decibels = 10 * Math.log10(Math.max(power, 1e-9))
  return Math.min(Math.max((decibels + 50) / 40, 0), 1)
}
