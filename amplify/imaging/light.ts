/** Whether samples are reckoned with as light, of which sRGB's numbers are a curve, or as they are. */
export type Light = 'LINEAR' | 'STORED'

/** Into how many steps of equal height the tables divide 0 to 1: those of 16 bits. */
export const steps = 65_535

type Tables = {
  /** For each number of 16 bits, what it is from 0 to 1. */
  readonly decode: Float32Array
  /** The way back, at each step; one more, so that each has a next one. */
  readonly encode: Float32Array
  /** The same in 8 bits, rounded. */
  readonly encodeByte: Uint8Array
}

const known = new Map<Light, Tables>()

/** The tables of a light, made when they are first needed. */
export function lightOf(light: Light): Tables {
  const tables = known.get(light) ?? makeTables(light)
  known.set(light, tables)
  return tables
}

function makeTables(light: Light): Tables {
  const [decode, encode] = light === 'LINEAR' ? [toLinear, fromLinear] : [asIs, asIs]
  const table = (length: number, curve: (share: number) => number) => {
    const values = new Float32Array(length)
    for (let step = 0; step < length; step++) values[step] = curve(step / steps)
    return values
  }
  const shares = table(steps + 2, encode)
  const encodeByte = Uint8Array.from(shares, (share) => Math.min(255, share * 255 + 0.5))
  return { decode: table(steps + 1, decode), encode: shares, encodeByte }
}

function asIs(share: number): number {
  return share
}

/** What sRGB's numbers mean in light (IEC 61966-2-1). */
function toLinear(share: number): number {
  return share <= 0.040_45 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4
}

function fromLinear(share: number): number {
  return share <= 0.003_130_8 ? share * 12.92 : 1.055 * share ** (1 / 2.4) - 0.055
}
