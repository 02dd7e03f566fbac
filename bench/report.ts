import { readFile, writeFile } from 'node:fs/promises'
import { availableParallelism, cpus, loadavg } from 'node:os'
import type { Figure } from './figure.ts'

/** @returns the figures as a Markdown table: measured, bar, held or missed */
export function table(figures: readonly Figure[]): string {
  const rows = figures.map((figure) => {
    const measured = `${number(figure.value)}${suffix(figure.unit)}`
    return [figure.name, measured, barOf(figure), verdict(figure)]
  })
  const all = [['figure', 'measured', 'bar', ''], ...rows]
  const widths = [0, 1, 2, 3].map((column) =>
    Math.max(3, ...all.map((row) => row[column]?.length ?? 0)),
  )
  const line = (row: readonly string[]) =>
    `| ${row.map((cell, column) => cell.padEnd(widths[column] ?? 0)).join(' | ')} |`
  const rule = `|${widths.map((width) => '-'.repeat(width + 2)).join('|')}|`
  return [line(all[0] ?? []), rule, ...rows.map(line)].join('\n')
}

function barOf({ unit, atMost, atLeast }: Figure): string {
  if (atMost !== undefined) return `≤ ${number(atMost)}${suffix(unit)}`
  return atLeast === undefined ? '' : `≥ ${number(atLeast)}${suffix(unit)}`
}

/** NaN, where a figure could not be had, holds no bar. */
function verdict({ value, atMost, atLeast }: Figure): string {
  if (atMost === undefined && atLeast === undefined) return ''
  return value <= (atMost ?? Infinity) && value >= (atLeast ?? -Infinity) ? 'held' : '**missed**'
}

function number(value: number): string {
  if (Number.isInteger(value)) return String(value)
  return value.toFixed(Math.abs(value) < 100 ? 2 : 0)
}

function suffix(unit: Figure['unit']): string {
  return unit === '' ? '' : ` ${unit}`
}

/** Where and when figures were measured; the load before it began tells how quiet the machine was. */
export function machine(): string {
  const load = (loadavg()[0] ?? 0).toFixed(1)
  const day = new Date().toISOString().slice(0, 10)
  const model = cpus()[0]?.model.trim() ?? 'unknown processor'
  return `${day}, ${model}, ${availableParallelism()} cores, Node ${process.version}, ${process.platform}, load before ${load}`
}

/**
 * Replaces one bench's part of the document, which stands between two comments; the words around it
 * are written by hand.
 * @throws Error when the document has no such part
 */
export async function writePart(path: string, name: string, text: string): Promise<void> {
  const document = await readFile(path, 'utf8')
  const [open, close] = [`<!-- bench:${name} -->\n`, `<!-- /bench:${name} -->`]
  const [from, to] = [document.indexOf(open) + open.length, document.indexOf(close)]
  if (!document.includes(open) || to < from) throw new Error(`${path} has no part ${open.trim()}.`)
  await writeFile(path, `${document.slice(0, from)}${text}\n${document.slice(to)}`)
}
