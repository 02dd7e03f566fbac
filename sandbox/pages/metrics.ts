import type { Series } from '../lambda/metrics.ts'
import { type Html, html } from './html.ts'
import { card, empty, timeOf } from './layout.ts'
import { json, type Section } from './section.ts'

/** What functions measure in CloudWatch's embedded metric format. */
export const metrics: Section = {
  path: '/_sandbox/metrics',
  title: 'Metrics',
  page({ metrics: all }) {
    const series = all.list()
    const namespaces = [...new Set(series.map(({ namespace }) => namespace))]
    return {
      title: 'Metrics',
      about: 'Since this start. Percentiles are of the latest 500 values.',
      body:
        series.length === 0
          ? card(
              'Metrics',
              empty(
                'No function has printed a metric yet. Lines in CloudWatch’s embedded metric format are collected here.',
              ),
            )
          : namespaces.map((name) =>
              card(name, seriesTable(series.filter(({ namespace }) => namespace === name))),
            ),
    }
  },
  files: { '/_sandbox/metrics.json': ({ metrics: all }) => json(all.list()) },
}

function seriesTable(series: readonly Series[]): Html {
  const line = (each: Series) => {
    const dimensions = Object.entries(each.dimensions).map(([name, value]) => `${name}=${value}`)
    const cells = [each.count, each.sum, each.min, each.p50, each.p95, each.max].map(
      (value) => html`<td class="number">${short(value)}`,
    )
    return html`<tr><td class="break">${each.name} <span class="muted">${each.unit === 'None' ? '' : each.unit}</span>
<br><span class="muted">${dimensions.join(' ')}</span>${cells}<td class="number">${timeOf(each.atMs)}`
  }
  return html`<div class="scroll"><table>
<thead><tr><th>Metric<th class="number">Count<th class="number">Sum<th class="number">Min<th class="number">p50<th class="number">p95<th class="number">Max<th class="number">Latest
<tbody>${series.map(line)}</table></div>`
}

function short(value: number): string {
  return Number.isInteger(value) ? String(value) : value.toPrecision(4)
}
