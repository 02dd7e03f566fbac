import type { MicroDollars } from '#domain/money.ts'

/** @returns e.g. `$0.01` or `$0.008`: two decimals, three where the third is not zero */
export function money(amount: MicroDollars): string {
  const digits = amount % 10_000 === 0 ? 2 : 3
  return `$${(amount / 1_000_000).toFixed(digits)}`
}
