import { randomUUID } from 'node:crypto'
import { setTimeout as wait } from 'node:timers/promises'
import type { ServiceName } from '../gateway/route.ts'
import { type Random, seededRandom } from '../random.ts'
import {
  type EffectKind,
  type FaultEffect,
  type FaultOrder,
  type FaultRule,
  faultRuleSchema,
} from './rule.ts'

/** Rules that may stand at once. */
const maxRules = 100

/** A rule with what became of it so far. */
export type StandingFault = FaultRule & {
  readonly id: string
  readonly struck: number
}

/** Something that a rule may be about. */
export type FaultyCall = {
  readonly service: ServiceName
  readonly operation: string | undefined
  /** Of the function or the queue, for effects that choose by it. */
  readonly name?: string
}

/** Failures to order from the sandbox. Rules are tried in the order in which they were added. */
export interface Faults {
  /**
   * @returns the rule's id
   * @throws ZodError for a rule that is none; Error when too many stand
   */
  add(order: FaultOrder): string
  /** Those that can still strike. */
  list(): readonly StandingFault[]
  /** Takes back every rule; calls that are being delayed go on at once. */
  clear(): void
}

/** The faults as the parts of the sandbox meet them. */
export interface FaultSource extends Faults {
  /** @returns the effect of the first rule of one of these kinds that strikes this call */
  take<K extends EffectKind>(
    call: FaultyCall,
    kinds: readonly K[],
  ): Extract<FaultEffect, { kind: K }> | undefined
  /** Waits; a `clear` or `close` ends it early. */
  pause(ms: number): Promise<void>
  /** Calls back after each new rule. @returns a function that unsubscribes */
  onAdd(listener: () => void): () => void
  /** Ends all waiting for good. */
  close(): void
}

type Entry = { readonly id: string; readonly rule: FaultRule; readonly random: Random } & {
  struck: number
}

/** No faults at first. */
export function createFaults(): FaultSource {
  let entries: readonly Entry[] = []
  let clearing = new AbortController()
  const closing = new AbortController()
  const listeners = new Set<() => void>()
  const strikes = ({ rule, random }: Entry, call: FaultyCall) =>
    isAbout(rule, call) && random() < rule.probability
  return {
    add(order) {
      const rule = faultRuleSchema.parse(order)
      if (entries.length >= maxRules) throw new Error(`At most ${maxRules} faults may stand.`)
      const id = randomUUID()
      entries = [...entries, { id, rule, random: seededRandom(rule.seed), struck: 0 }]
      for (const listener of listeners) listener()
      return id
    },
    list: () => entries.map(({ id, rule, struck }) => ({ ...rule, id, struck })),
    clear() {
      entries = []
      clearing.abort()
      clearing = new AbortController()
    },
    take<K extends EffectKind>(call: FaultyCall, kinds: readonly K[]) {
      const entry = entries.find((each) => isOf(each.rule.effect, kinds) && strikes(each, call))
      if (!entry) return undefined
      entry.struck += 1
      if (entry.struck === entry.rule.times) entries = entries.filter((each) => each !== entry)
      return isOf(entry.rule.effect, kinds) ? entry.rule.effect : undefined
    },
    async pause(ms) {
      if (ms <= 0) return
      const signal = AbortSignal.any([clearing.signal, closing.signal])
      await wait(ms, undefined, { signal }).catch(() => undefined)
    },
    onAdd(listener) {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
    close: () => closing.abort(),
  }
}

function isAbout({ service, operation, effect }: FaultRule, call: FaultyCall): boolean {
  const name = 'name' in effect ? effect.name : undefined
  return (
    (service === undefined || service === call.service) &&
    (operation === undefined || operation === call.operation) &&
    (name === undefined || (call.name?.includes(name) ?? false))
  )
}

function isOf<K extends EffectKind>(
  effect: FaultEffect,
  kinds: readonly K[],
): effect is Extract<FaultEffect, { kind: K }> {
  return kinds.some((kind) => kind === effect.kind)
}
