/** A mask as runs of equal bytes: a painted 4096² mask takes some 100 kB instead of 16 MB. Pure. */
export type RunLengths = {
  readonly values: Uint8Array
  /** Exclusive end of each run, in pixels from the start. */
  readonly ends: Uint32Array
}

/** Packs bytes into runs; `pixels` starts at the beginning of its buffer. */
export function packRuns(pixels: Uint8Array<ArrayBuffer>): RunLengths {
  const words = new Uint32Array(pixels.buffer, 0, pixels.length >> 2)
  let values = new Uint8Array(1024)
  let ends = new Uint32Array(1024)
  let count = 0
  let index = 0
  while (index < pixels.length) {
    const value = pixels[index] ?? 0
    index = endOfRun(pixels, words, index)
    if (count === values.length) {
      values = grown(values, new Uint8Array(count * 2))
      ends = grown(ends, new Uint32Array(count * 2))
    }
    values[count] = value
    ends[count] = index
    count += 1
  }
  return { values: values.slice(0, count), ends: ends.slice(0, count) }
}

/** Writes the runs over `pixels`, which has the length that was packed. */
export function unpackRuns({ values, ends }: RunLengths, pixels: Uint8Array): void {
  let start = 0
  for (let run = 0; run < values.length; run += 1) {
    const end = ends[run] ?? 0
    pixels.fill(values[run] ?? 0, start, end)
    start = end
  }
}

/** Bytes that runs keep in memory. */
export function sizeOfRuns({ values, ends }: RunLengths): number {
  return values.byteLength + ends.byteLength
}

function endOfRun(pixels: Uint8Array, words: Uint32Array, start: number): number {
  const value = pixels[start] ?? 0
  let index = start + 1
  while ((index & 3) !== 0 && pixels[index] === value) index += 1
  if ((index & 3) === 0) {
    const repeated = Math.imul(value, 0x01010101) >>> 0
    let word = index >> 2
    while (word < words.length && words[word] === repeated) word += 1
    index = word << 2
  }
  while (index < pixels.length && pixels[index] === value) index += 1
  return index
}

function grown<T extends Uint8Array | Uint32Array>(from: T, to: T): T {
  to.set(from)
  return to
}
