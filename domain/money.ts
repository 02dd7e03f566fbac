/** Money is counted in integer micro-dollars (1 USD = 1,000,000), so that sums are exact. */
export type MicroDollars = number
