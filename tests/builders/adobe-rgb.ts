/** Chromatically adapted to D50, and the gamma of 2 51/256 (Adobe RGB (1998) Color Image Encoding). */
const colorants = {
  rXYZ: [0.60974, 0.31111, 0.01947],
  gXYZ: [0.20528, 0.62567, 0.06087],
  bXYZ: [0.14919, 0.06322, 0.74457],
} as const
const d50 = [0.9642, 1, 0.8249] as const

/** @returns an ICC profile (version 2, matrix and curves) of the Adobe RGB (1998) colour space */
export function adobeRgbProfile(): Buffer {
  const curve = tagged('curv', Buffer.from([0, 0, 0, 1, 2, 51, 0, 0]))
  const name = Buffer.concat([
    Buffer.from([0, 0, 0, 10]),
    Buffer.from('Adobe RGB\0'),
    Buffer.alloc(78),
  ])
  const tags: [string, Buffer][] = [
    ['desc', tagged('desc', name)],
    ['cprt', tagged('text', Buffer.from('none\0\0\0\0'))],
    ['wtpt', xyz(d50)],
    ...Object.entries(colorants).map(([tag, value]): [string, Buffer] => [tag, xyz(value)]),
    ['rTRC', curve],
    ['gTRC', curve],
    ['bTRC', curve],
  ]
  const table = Buffer.alloc(4 + tags.length * 12)
  table.writeUInt32BE(tags.length)
  let at = 128 + table.length
  for (const [index, [tag, data]] of tags.entries()) {
    table.write(tag, 4 + index * 12, 'latin1')
    table.writeUInt32BE(at, 8 + index * 12)
    table.writeUInt32BE(data.length, 12 + index * 12)
    at += data.length
  }
  return Buffer.concat([header(at), table, ...tags.map(([, data]) => data)])
}

function header(size: number): Buffer {
  const header = Buffer.alloc(128)
  header.writeUInt32BE(size)
  header.writeUInt32BE(0x02100000, 8)
  header.write('mntrRGB XYZ ', 12, 'latin1')
  header.write('acsp', 36, 'latin1')
  xyz(d50).copy(header, 68, 8)
  return header
}

/** Every tag begins with its type and four zeros, and ends on a multiple of four. */
function tagged(type: string, data: Buffer): Buffer {
  const body = Buffer.concat([Buffer.from(type, 'latin1'), Buffer.alloc(4), data])
  return Buffer.concat([body, Buffer.alloc((4 - (body.length % 4)) % 4)])
}

/** Signed numbers with 16 bits after the point. */
function xyz(values: readonly number[]): Buffer {
  const data = Buffer.alloc(12)
  for (const [index, value] of values.entries()) {
    data.writeInt32BE(Math.round(value * 65_536), index * 4)
  }
  return tagged('XYZ ', data)
}
