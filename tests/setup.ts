import { expect } from 'vitest'
import { areSameBytes } from './compare-bytes.ts'
import { computePowersNatively } from './native-powers.ts'

/** Vitest's setup of each file. */
expect.addEqualityTesters([areSameBytes])
await computePowersNatively()
