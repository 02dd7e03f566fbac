const d50 = [0.9642, 1, 0.8249] as const

/** Of sRGB, adapted to D50, as the profiles of the ICC have them. */
const srgbColorants = {
  rXYZ: [0.436_07, 0.222_49, 0.013_92],
  gXYZ: [0.385_15, 0.716_87, 0.097_08],
  bXYZ: [0.143_07, 0.060_61, 0.7141],
} as const

/** A grey ICC profile of version 2 with one exponent. */
export function greyProfile(exponent: number): Buffer {
  return profile('GRAY', [
    ['wtpt', xyz(d50)],
    ['kTRC', curve(exponent)],
  ])
}

/** An RGB ICC profile of version 2 with the primaries of sRGB and one exponent. */
export function rgbProfile(exponent: number): Buffer {
  return profile('RGB ', [
    ['wtpt', xyz(d50)],
    ...Object.entries(srgbColorants).map(([tag, value]): [string, Buffer] => [tag, xyz(value)]),
    ['rTRC', curve(exponent)],
    ['gTRC', curve(exponent)],
    ['bTRC', curve(exponent)],
  ])
}

function profile(space: 'GRAY' | 'RGB ', rest: readonly [string, Buffer][]): Buffer {
  const name = Buffer.concat([Buffer.from([0, 0, 0, 2]), Buffer.from('p\0'), Buffer.alloc(78)])
  const tags = [['desc', tagged('desc', name)] as const, ...rest]
  const table = Buffer.alloc(4 + tags.length * 12)
  table.writeUInt32BE(tags.length)
  let at = 128 + table.length
  for (const [index, [tag, data]] of tags.entries()) {
    table.write(tag, 4 + index * 12, 'latin1')
    table.writeUInt32BE(at, 8 + index * 12)
    table.writeUInt32BE(data.length, 12 + index * 12)
    at += data.length
  }
  const header = Buffer.alloc(128)
  header.writeUInt32BE(at)
  header.writeUInt32BE(0x02_10_00_00, 8)
  header.write(`mntr${space}XYZ `, 12, 'latin1')
  header.write('acsp', 36, 'latin1')
  xyz(d50).copy(header, 68, 8)
  return Buffer.concat([header, table, ...tags.map(([, data]) => data)])
}

/** `curv` with one exponent: 8 bits before the point, 8 after it. */
function curve(exponent: number): Buffer {
  const data = Buffer.alloc(6)
  data.writeUInt32BE(1)
  data.writeUInt16BE(Math.round(exponent * 256), 4)
  return tagged('curv', data)
}

function xyz(values: readonly number[]): Buffer {
  const data = Buffer.alloc(12)
  for (const [at, value] of values.entries()) data.writeInt32BE(Math.round(value * 65_536), at * 4)
  return tagged('XYZ ', data)
}

/** Every tag begins with its type and four zeros, and ends on a multiple of four. */
function tagged(type: string, data: Buffer): Buffer {
  const body = Buffer.concat([Buffer.from(type, 'latin1'), Buffer.alloc(4), data])
  return Buffer.concat([body, Buffer.alloc(-body.length & 3)])
}
