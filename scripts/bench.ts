import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { benchBrush } from '../bench/brush.ts'
import { brushFigures } from '../bench/brush-figures.ts'
import { benchCorpus } from '../bench/corpus.ts'
import { benchExport } from '../bench/export.ts'
import type { Figure } from '../bench/figure.ts'
import { benchFill } from '../bench/fill.ts'
import { benchLoad } from '../bench/load.ts'
import { benchOverhead } from '../bench/overhead.ts'
import { benchPan } from '../bench/pan.ts'
import { benchPasteBack } from '../bench/paste-back.ts'
import { machine, table, writePart } from '../bench/report.ts'
import { benchSelect } from '../bench/select.ts'
import { benchStart } from '../bench/start.ts'
import { ensureChromium } from './chromium.ts'
import { projectRoot } from './paths.ts'
import { runToEnd } from './terminal.ts'

type Bench = (count?: number, folder?: string) => Promise<Figure[]>

/**
 * `npm run bench`: measures what the design's bars are about and says which are held.
 * `-- start fill` runs only those, `-- --count 3` repeats each so often, `-- --write` records the
 * figures in docs/benchmarks.md, `-- corpus -- FOLDER` tries the pictures of a folder. A missed bar is reported; it does not fail.
 */
const benches = {
  fill: benchFill,
  'paste-back': benchPasteBack,
  export: benchExport,
  start: benchStart,
  select: benchSelect,
  brush: async (count) => brushFigures(await benchBrush(count)),
  pan: benchPan,
  load: benchLoad,
  corpus: (_count, folder) => benchCorpus(folder),
  // Last: it points this process's fetch and WebSocket at the backend that it measured.
  overhead: benchOverhead,
} as const satisfies Record<string, Bench>

type Name = keyof typeof benches

const document = join(projectRoot, 'docs', 'benchmarks.md')

async function main(): Promise<void> {
  const { names, count, write, folder } = readArguments(process.argv.slice(2))
  ensureChromium()
  for (const name of names) {
    process.stderr.write(`Measuring ${name} …\n`)
    const where = machine()
    const measure: Bench = benches[name]
    const figures = table(await measure(count, folder))
    process.stdout.write(`\n${name}: ${where}\n\n${figures}\n\n`)
    if (!write) continue
    const command = `npm run bench -- ${name}${count === undefined ? '' : ` --count ${count}`}`
    await writePart(document, name, `\`${command}\`: ${where}.\n\n${figures}`)
  }
}

/** @throws Error for an unknown bench or flag, or a count that is none */
function readArguments(argv: string[]): {
  names: readonly Name[]
  count: number | undefined
  write: boolean
  folder: string | undefined
} {
  // What follows `--` is no bench.
  const end = argv.indexOf('--')
  const folder = end === -1 ? undefined : argv[end + 1]
  const { values, positionals } = parseArgs({
    args: end === -1 ? argv : argv.slice(0, end),
    allowPositionals: true,
    options: { write: { type: 'boolean', default: false }, count: { type: 'string' } },
  })
  const all = Object.keys(benches) as Name[]
  const unknown = positionals.find((name) => !all.some((known) => known === name))
  if (unknown !== undefined) throw new Error(`There is no bench ${unknown}: ${all.join(', ')}.`)
  const count = values.count === undefined ? undefined : Number(values.count)
  if (count !== undefined && !(Number.isInteger(count) && count >= 1 && count <= 100)) {
    throw new Error(`--count takes a number from 1 to 100, not ${values.count}.`)
  }
  const named = (name: Name): boolean => positionals.includes(name)
  // The corpus points this process at a backend of its own, so it runs alone and only when named.
  const names =
    positionals.length === 0 ? all.filter((name) => name !== 'corpus') : all.filter(named)
  return { names, count, write: values.write, folder }
}

await runToEnd(main)
