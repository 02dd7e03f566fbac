/** A thing in a sample picture, whose pixels a render knows. */
export type Truth = {
  /** The picture, as the app offers it. */
  readonly file: string
  readonly scene: string
  /** The number that takes the thing out of its scene. */
  readonly removed: number
  readonly name: string
  readonly size: readonly [width: number, height: number]
}

const wide = [4032, 3024] as const
const high = [3024, 4032] as const

export const truths: readonly Truth[] = [
  { file: 'courtyard.png', scene: 'courtyard', removed: 1, name: 'cone', size: wide },
  { file: 'courtyard.png', scene: 'courtyard', removed: 2, name: 'pot', size: wide },
  { file: 'table.jpg', scene: 'table', removed: 1, name: 'mug', size: high },
  { file: 'table.jpg', scene: 'table', removed: 2, name: 'bowl', size: high },
  { file: 'shore.jpg', scene: 'shore', removed: 1, name: 'ball', size: wide },
  { file: 'shore.jpg', scene: 'shore', removed: 2, name: 'post', size: wide },
]
