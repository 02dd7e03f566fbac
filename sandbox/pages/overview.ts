import type { LogEvent } from '../log.ts'
import { type Html, html } from './html.ts'
import { card, empty, icon, iconPath, timeOf } from './layout.ts'
import { logLines } from './logs.ts'
import { renderMail } from './mail.ts'
import { queueTable } from './queues.ts'
import { json, type Section } from './section.ts'

const mailsShown = 2
const linesShown = 12
const eventsShown = 12

/** What happened last, over all services. */
export const overview: Section = {
  path: '/_sandbox',
  title: 'Overview',
  async page({ mails, queues, logs, events }) {
    const latest = mails.list().slice(0, mailsShown)
    const lines = logs.recent().slice(-linesShown).toReversed()
    const told = events.list().slice(-eventsShown).toReversed()
    return {
      title: 'Overview',
      body: html`<div class="grid">
${card('Latest mail', latest.length === 0 ? empty('No mail yet.') : html`<ol class="rows">${latest.map(renderMail)}</ol>`, html`<a href="/_sandbox/inbox">All mail</a>`)}
${card('Queues', queueTable(await queues.list()), html`<a href="/_sandbox/queues">Messages</a>`)}
</div>
${card('Events', told.length === 0 ? empty('Nothing happened yet.') : eventLines(told))}
${card('Functions', lines.length === 0 ? empty('No function has printed anything yet.') : logLines(lines, true), html`<a href="/_sandbox/logs">All lines</a>`)}`,
    }
  },
  files: {
    '/_sandbox/health': () => json({ ready: true }),
    [iconPath]: () => ({ status: 200, headers: { 'content-type': 'image/svg+xml' }, body: icon }),
  },
}

function eventLines(events: readonly (LogEvent & { readonly atMs: number })[]): Html {
  const mark = (level: LogEvent['level']) =>
    level === 'refusal' || level === 'warning'
      ? html` <span class="tag ${level}">${level === 'refusal' ? 'refused' : 'warning'}</span>`
      : ''
  return html`<ol class="lines">${events.map(
    ({ service, level, message, atMs }) =>
      html`<li>${timeOf(atMs)}<p><b>${service}</b>${mark(level)} ${message}</p></li>`,
  )}</ol>`
}
