import * as z from 'zod'

/** Values of a series that percentiles are taken from: the latest. */
const windowSize = 500
/** Series kept; a line that would make another is passed over. */
const maxSeries = 1_000

/**
 * "Specification: embedded metric format" of the CloudWatch user guide: a JSON line whose `_aws` says
 * which of its members are metrics and which dimensions they have. At most 100 values a metric, 30
 * dimensions a set.
 */
const lineSchema = z.looseObject({
  _aws: z.object({
    CloudWatchMetrics: z
      .array(
        z.object({
          Namespace: z.string().min(1).max(1024),
          Dimensions: z.array(z.array(z.string()).max(30)).default([[]]),
          Metrics: z
            .array(
              z.object({ Name: z.string().min(1).max(1024), Unit: z.string().default('None') }),
            )
            .max(100),
        }),
      )
      .max(100),
  }),
})
const valuesSchema = z.union([
  z.number().transform((value) => [value]),
  z.array(z.number()).min(1).max(100),
])

/** One metric with one set of dimensions. */
export type Series = {
  readonly namespace: string
  readonly name: string
  readonly unit: string
  readonly dimensions: Readonly<Record<string, string>>
  readonly count: number
  readonly sum: number
  readonly min: number
  readonly max: number
  /** Of the latest 500 values. */
  readonly p50: number
  readonly p95: number
  /** When the latest value came, in epoch milliseconds. */
  readonly atMs: number
}

/** What functions measure, collected from what they print. */
export interface Metrics {
  /** Takes a line of a function's log; one that is no embedded metric changes nothing. */
  collect(line: string): void
  /** In order of namespace, name and dimensions. */
  list(): readonly Series[]
}

type Kept = Omit<Series, 'p50' | 'p95'> & { readonly latest: readonly number[] }

/** Before the first value. */
const nothing = { count: 0, sum: 0, min: Infinity, max: -Infinity, latest: [] as number[] }

/** Metrics of this run of the sandbox; they are not kept on the disk. */
export function createMetrics(clock: () => number = Date.now): Metrics {
  const series = new Map<string, Kept>()

  function add(
    facts: Pick<Series, 'namespace' | 'name' | 'unit' | 'dimensions'>,
    values: number[],
  ) {
    const key = JSON.stringify([facts.namespace, facts.name, facts.unit, facts.dimensions])
    if (!series.has(key) && series.size >= maxSeries) return
    const { count, sum, min, max, latest } = series.get(key) ?? nothing
    series.set(key, {
      ...facts,
      count: count + values.length,
      sum: values.reduce((total, each) => total + each, sum),
      min: Math.min(min, ...values),
      max: Math.max(max, ...values),
      latest: [...latest, ...values].slice(-windowSize),
      atMs: clock(),
    })
  }

  return {
    collect(line) {
      const entry = parse(line)
      for (const { Namespace, Dimensions, Metrics } of entry?._aws.CloudWatchMetrics ?? []) {
        for (const { Name, Unit } of Metrics) {
          const values = valuesSchema.safeParse(entry?.[Name]).data
          if (!values) continue
          for (const names of Dimensions) {
            const dimensions = Object.fromEntries(names.map((each) => [each, text(entry?.[each])]))
            add({ namespace: Namespace, name: Name, unit: Unit, dimensions }, values)
          }
        }
      }
    },
    list: () =>
      [...series]
        .sort(([a], [b]) => (a < b ? -1 : 1))
        .map(([, { latest, ...rest }]) => {
          const sorted = [...latest].sort((a, b) => a - b)
          return { ...rest, p50: percentile(sorted, 0.5), p95: percentile(sorted, 0.95) }
        }),
  }
}

function parse(line: string): z.infer<typeof lineSchema> | undefined {
  // Nearly no line is a metric, and most are no JSON.
  if (!line.startsWith('{') || !line.includes('"_aws"')) return undefined
  try {
    return lineSchema.safeParse(JSON.parse(line)).data
  } catch {
    return undefined
  }
}

function text(value: unknown): string {
  return typeof value === 'string' ? value : JSON.stringify(value ?? '')
}

/** By nearest rank: the smallest value that at least that share of the values does not exceed. */
function percentile(sorted: readonly number[], share: number): number {
  return sorted[Math.max(0, Math.ceil(sorted.length * share) - 1)] ?? 0
}
