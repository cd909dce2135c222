const rate = 48_000

/** Three seconds of a tune, for who has no microphone at hand: louder and softer, as speech is. */
export async function tune(): Promise<AudioBuffer> {
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
  return context.startRendering()
}
