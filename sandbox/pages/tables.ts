import * as z from 'zod'
import { shortName } from '../assembly/short-name.ts'
import type { TableDefinition } from '../dynamodb/table-definition.ts'
import { type Html, html, linkTo } from './html.ts'
import { card, dateTimeOf, empty, type Page } from './layout.ts'
import type { Section } from './section.ts'
import type { View } from './view.ts'

const path = '/_sandbox/tables'
/** Rows of a table that are read at most; the newest of these are shown first. */
const maxRead = 2_000
const rowsOnPage = 25
/** Characters of a value in a line. */
const maxShown = 80

const scanSchema = z.object({
  Items: z.array(z.record(z.string(), z.unknown())),
  LastEvaluatedKey: z.record(z.string(), z.unknown()).optional(),
})
type Row = Readonly<Record<string, unknown>>

/** The tables with their rows, newest first. */
export const tables: Section = {
  path,
  title: 'Tables',
  async page(view, query) {
    const table = view.tables.find(({ name }) => name === query.get('name'))
    if (table) return await tablePage(view, table, Number(query.get('page') ?? 1))
    const lines = await Promise.all(view.tables.map((each) => tableLine(view, each)))
    return {
      title: 'Tables',
      body: card(
        'Tables',
        lines.length === 0
          ? empty('The template has no table.')
          : html`<div class="scroll"><table><thead><tr><th>Name<th>Key<th>Indexes<th class="number">Rows
<tbody>${lines}</table></div>`,
      ),
    }
  },
}

async function tableLine(view: View, table: TableDefinition): Promise<Html> {
  const { rows, isCut } = await readRows(view, table)
  const indexes = (table.shape.GlobalSecondaryIndexes ?? []).map(
    ({ IndexName, KeySchema }) =>
      html`<li>${IndexName} <span class="muted">${namesOf(KeySchema)}</span></li>`,
  )
  return html`<tr><td class="break"><a href="${linkTo(path, { name: table.name })}">${shortName(table.name)}</a>
<td>${namesOf(table.shape.KeySchema)}<td><ul>${indexes}</ul>
<td class="number">${rows.length}${isCut ? '+' : ''}`
}

async function tablePage(view: View, table: TableDefinition, asked: number): Promise<Page> {
  const { rows, isCut } = await readRows(view, table)
  const pages = Math.max(1, Math.ceil(rows.length / rowsOnPage))
  const page = Number.isInteger(asked) ? Math.min(Math.max(asked, 1), pages) : 1
  const shown = rows.slice((page - 1) * rowsOnPage, page * rowsOnPage)
  const to = (number: number, word: string) =>
    number < 1 || number > pages
      ? html`<span></span>`
      : html`<a href="${linkTo(path, { name: table.name, page: number })}">${word}</a>`
  const list = shown.map((row) => rowLine(row, table))
  return {
    title: shortName(table.name),
    about: html`<a href="${path}">All tables</a>`,
    body: card(
      isCut
        ? `Newest of the first ${maxRead} rows`
        : `${rows.length} ${rows.length === 1 ? 'row' : 'rows, newest first'}`,
      html`${list.length === 0 ? empty('No rows.') : html`<ul class="rows">${list}</ul>`}
${pages > 1 ? html`<div class="pager">${to(page - 1, '← Newer')}<span class="muted">Page ${page} of ${pages}</span>${to(page + 1, 'Older →')}</div>` : ''}`,
      html`<code class="break">${table.name}</code>`,
    ),
  }
}

function rowLine(row: Row, { shape }: TableDefinition): Html {
  const keys = shape.KeySchema.map(({ AttributeName }) => AttributeName)
  const key = keys.map((name) => brief(row[name])).join(' · ')
  const others = Object.entries(row)
    .filter(([name]) => !keys.includes(name) && !bookkeeping.has(name))
    .map(([name, value]) => `${name} ${brief(value)}`)
    .join('  ')
  const name = Buffer.from(key).toString('hex').slice(0, 200)
  return html`<li><details id="row-${name}"><summary><code class="break">${key}</code>${dateTimeOf(timeOfRow(row))}
</summary><pre>${JSON.stringify(row, null, 2)}</pre></details>
<p class="wide muted break mono">${others.slice(0, 4 * maxShown)}</p></li>`
}

/** Shown in its own place, or the same in every row. */
const bookkeeping = new Set(['__typename', 'createdAt', 'updatedAt'])

function brief(value: unknown): string {
  const text = typeof value === 'string' ? value : JSON.stringify(value)
  return text.length > maxShown ? `${text.slice(0, maxShown)}…` : text
}

async function readRows(
  { dynamodb }: Pick<View, 'dynamodb'>,
  table: TableDefinition,
): Promise<{ rows: readonly Row[]; isCut: boolean }> {
  const rows: Row[] = []
  let start: Row | undefined
  do {
    const answer = await dynamodb.call('Scan', {
      TableName: table.name,
      Limit: Math.min(1_000, maxRead - rows.length),
      ...(start && { ExclusiveStartKey: start }),
    })
    const page = scanSchema.safeParse(answer.body).data
    if (!page) break
    rows.push(...page.Items.map(plain))
    start = page.LastEvaluatedKey
  } while (start && rows.length < maxRead)
  rows.sort((a, b) => (timeOfRow(a) < timeOfRow(b) ? 1 : -1))
  return { rows, isCut: start !== undefined }
}

/** As Amplify's tables have it; empty in others. */
function timeOfRow(row: Row): string {
  const at = row['updatedAt'] ?? row['createdAt']
  return typeof at === 'string' ? at : ''
}

/** DynamoDB's typed values as plain ones, for reading. */
function plain(item: Row): Row {
  return Object.fromEntries(Object.entries(item).map(([name, value]) => [name, plainValue(value)]))
}

function plainValue(typed: unknown): unknown {
  const [type, value] = Object.entries(typed as Record<string, unknown>)[0] ?? []
  if (type === 'NULL') return null
  if (type === 'N') return Number(value)
  if (type === 'L') return (value as unknown[]).map(plainValue)
  if (type === 'M') return plain(value as Row)
  return value
}

function namesOf(key: TableDefinition['shape']['KeySchema']): string {
  return key.map(({ AttributeName }) => AttributeName).join(' + ')
}
