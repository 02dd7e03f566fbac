/** A landscape of gradients and soft discs: a photo's amount of colour, the same every time. */
export function paintedPicture(widthPx: number, heightPx: number): ImageBitmap {
  const canvas = new OffscreenCanvas(widthPx, heightPx)
  const pen = canvas.getContext('2d')
  if (!pen) throw new Error('This browser gives no 2D canvas.')
  const sky = pen.createLinearGradient(0, 0, 0, heightPx)
  for (const [stop, colour] of [
    [0, '#1d3b6f'],
    [0.45, '#d98c5f'],
    [0.55, '#f6d9a8'],
    [0.56, '#2f4a3c'],
    [1, '#0f1d18'],
  ] as const) {
    sky.addColorStop(stop, colour)
  }
  pen.fillStyle = sky
  pen.fillRect(0, 0, widthPx, heightPx)
  for (let index = 0; index < 240; index += 1) {
    const x = ((index * 7919) % 1000) / 1000
    const y = 0.56 + (((index * 104729) % 1000) / 1000) * 0.44
    const radius = widthPx * (0.004 + 0.03 * (y - 0.56))
    pen.fillStyle = `hsl(${(index * 47) % 360} ${20 + (index % 5) * 10}% ${25 + (index % 7) * 8}%)`
    pen.beginPath()
    pen.ellipse(x * widthPx, y * heightPx, radius, radius * 1.6, 0, 0, 2 * Math.PI)
    pen.fill()
  }
  return canvas.transferToImageBitmap()
}
