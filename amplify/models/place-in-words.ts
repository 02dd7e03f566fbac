import sharp from 'sharp'

/**
 * Where a mask lies, for models that read no masks: `between 20% and 60% of the width and between 30%
 * and 70% of the height`.
 * @param mask 8-bit greyscale PNG, white = edit
 */
export async function placeInWords(mask: Buffer): Promise<string> {
  const { data, info } = await sharp(mask)
    .extractChannel(0)
    .raw()
    .toBuffer({ resolveWithObject: true })
  const { width, height } = info
  let [left, right, top, bottom] = [width, 0, height, 0]
  for (let at = 0; at < data.length; at++) {
    if (data[at] === 0) continue
    const [x, y] = [at % width, Math.floor(at / width)]
    left = Math.min(left, x)
    right = Math.max(right, x + 1)
    top = Math.min(top, y)
    bottom = Math.max(bottom, y + 1)
  }
  const share = (from: number, to: number, of: number) =>
    `between ${Math.floor((from / of) * 100)}% and ${Math.ceil((to / of) * 100)}%`
  return `${share(left, right, width)} of the width and ${share(top, bottom, height)} of the height`
}
