import { awsPrices } from './aws-prices.ts'
import { awsCosts, editCount, modelCosts } from './edits.ts'
import { idleMonth } from './idle.ts'

const open = '<!-- costs -->\n'
const close = '<!-- /costs -->'

/** What a deployment costs, as Markdown. */
export function costs(): string {
  const idle = idleMonth()
  const sum = idle.reduce((total, { dollars }) => total + dollars, 0)
  const firewall = awsPrices.firewallMonth + awsPrices.firewallRuleMonth
  const rows = modelCosts().map(
    ({ task, model, dollars }) => `| ${task} | ${model} | ${money(dollars)} |`,
  )
  return [
    '| A month without use | $ |',
    '|---|--:|',
    ...idle.map(({ what, dollars }) => `| ${what} | ${money(dollars)} |`),
    `| together | ${money(sum)} |`,
    '',
    `A firewall, where it is set, adds ${money(firewall)}. ${editCount.toLocaleString('en')} edits take`,
    `about ${money(awsCosts())} of AWS besides their models:`,
    '',
    `| ${editCount.toLocaleString('en')} images of | model | $ |`,
    '|---|---|--:|',
    ...rows,
    '',
  ].join('\n')
}

/**
 * The document with its part on costs written anew.
 * @throws Error when it has no such part
 */
export function withCosts(document: string): string {
  const [from, to] = [document.indexOf(open) + open.length, document.indexOf(close)]
  if (!document.includes(open) || to < from) throw new Error(`There is no part ${open.trim()}.`)
  return `${document.slice(0, from)}${costs()}${document.slice(to)}`
}

function money(dollars: number): string {
  return dollars.toFixed(2)
}
