import * as z from 'zod'
import { shortName } from '../assembly/short-name.ts'
import type { FunctionLine } from '../lambda/function-log.ts'
import { type Html, html, linkTo, type Part } from './html.ts'
import { card, empty, timeOf } from './layout.ts'
import { json, type Section } from './section.ts'

const path = '/_sandbox/logs'

/** What the functions print, newest first. */
export const logs: Section = {
  path,
  title: 'Logs',
  page({ logs: log }, query) {
    const lines = log.recent()
    const names = [...new Set(lines.map(({ functionName }) => functionName))].sort()
    const chosen = names.find((name) => name === query.get('function'))
    const shown = lines.filter((each) => chosen === undefined || each.functionName === chosen)
    const choice = (name: string | undefined) =>
      html`<a href="${linkTo(path, name === undefined ? {} : { function: name })}"${name === chosen ? html` aria-current="true"` : ''}>${name === undefined ? 'All functions' : shortName(name)}</a>`
    return {
      title: 'Logs',
      about: 'The latest lines of the functions; whole logs are files in the state folder.',
      body: html`<div class="choices">${choice(undefined)}${names.map(choice)}</div>
${card(chosen ?? 'All functions', shown.length === 0 ? empty('No function has printed anything yet.') : logLines(shown.toReversed(), chosen === undefined), `${shown.length} lines`)}`,
    }
  },
  files: { '/_sandbox/logs.json': ({ logs: log }) => json(log.recent()) },
}

/** Lines in their order, with or without the function that printed each. */
export function logLines(lines: readonly FunctionLine[], isNamed: boolean): Html {
  return html`<ol class="lines">${lines.map(
    ({ functionName, line, atMs }) =>
      html`<li>${timeOf(atMs)}<p>${isNamed ? html`<b>${shortName(functionName)}</b> ` : ''}${readable(line)}</p></li>`,
  )}</ol>`
}

/** A structured line (Powertools' or Lambda's JSON format) by its message first; any other as it is. */
function readable(line: string): Part {
  const entry = structuredSchema.safeParse(parse(line)).data
  if (!entry) return line
  const { level = '', message, ...rest } = entry
  const facts = Object.entries(rest)
    .filter(([name]) => !familiar.has(name))
    .map(([name, value]) => `${name}=${typeof value === 'string' ? value : JSON.stringify(value)}`)
  const loud = /^(WARN|ERROR|CRITICAL)/i.test(level) ? 'warning' : 'muted'
  return html`<span class="${loud}">${level}</span> ${message} <span class="muted">${facts.join(' ')}</span>`
}

const structuredSchema = z.looseObject({ level: z.string().optional(), message: z.string() })
/** Said elsewhere in the line, or the same in every line of a function. */
const familiar = new Set(['timestamp', 'service', 'sampling_rate', 'xray_trace_id'])

function parse(line: string): unknown {
  if (!line.startsWith('{')) return undefined
  try {
    return JSON.parse(line)
  } catch {
    return undefined
  }
}
