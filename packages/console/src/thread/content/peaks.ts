/** How loud a recording is over its length, as `count` bars of 0 to 1, the loudest being 1. Silence is all 0. */
export function peaksOf(samples: Float32Array, count: number): number[] {
  const width = samples.length / count
  const loudness = Array.from({ length: count }, (_, bar) => {
    const [from, to] = [Math.floor(bar * width), Math.floor((bar + 1) * width)]
    // 400 samples a bar tell the same as all: ten minutes of voice have 28 million.
    const step = Math.max(1, Math.floor((to - from) / 400))
    let sum = 0
    let counted = 0
    for (let at = from; at < to; at += step) {
      sum += (samples[at] ?? 0) ** 2
      counted += 1
    }
    return counted === 0 ? 0 : Math.sqrt(sum / counted)
  })
  const loudest = Math.max(...loudness)
  return loudness.map((loud) => (loudest === 0 ? 0 : loud / loudest))
}
