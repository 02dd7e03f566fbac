import { createWorkerEngine } from '../sandbox/bedrock/engine/pool.ts'
import { type Figure, percentile, timed } from './figure.ts'
import { ellipse, photo } from './pictures.ts'

const size = { width: 1024, height: 1024 }
const holeArea = 0.1

/** Times the offline engine's content-aware fill in its worker thread, after one run to warm up. */
export async function benchFill(count = 5): Promise<Figure[]> {
  const picture = { ...size, data: new Uint8Array(await photo(size)) }
  const hole = ellipse(size, holeArea).map((value) => (value === 0 ? 0 : 1))
  const engine = createWorkerEngine({ threads: 1 })
  try {
    const seconds: number[] = []
    for (let seed = 0; seed <= count; seed += 1) {
      const { ms } = await timed(() => engine.run({ kind: 'fill', picture, hole, seed }))
      if (seed > 0) seconds.push(ms / 1000)
    }
    return [
      {
        name: 'fill of 1024², 10 % hole, median',
        value: percentile(seconds, 0.5),
        unit: 's',
        atMost: 3,
      },
      { name: 'slowest', value: Math.max(...seconds), unit: 's' },
    ]
  } finally {
    await engine.close()
  }
}
