import { shortName } from '../assembly/short-name.ts'
import type { QueueView } from '../sqs/queue-browser.ts'
import { actionForm } from './form.ts'
import { type Html, html } from './html.ts'
import { card, empty, timeOf } from './layout.ts'
import type { Section } from './section.ts'
import type { View } from './view.ts'

const path = '/_sandbox/queues'
const sendAgainPath = `${path}/send-again`

/** The queues, what is in them, and a way back for dead letters. */
export const queues: Section = {
  path,
  title: 'Queues',
  async page(view) {
    const all = await view.queues.list()
    if (all.length === 0) {
      return { title: 'Queues', body: card('Queues', empty('The template has no queue.')) }
    }
    return {
      title: 'Queues',
      body: html`${card('All', queueTable(all))}${all
        .filter(({ messages }) => messages.length > 0)
        .map((queue) => messagesCard(view, queue))}`,
    }
  },
  actions: {
    async [sendAgainPath](view, form) {
      await view.queues.sendAgain(form.get('queue') ?? '', form.get('message') ?? '')
      return path
    },
  },
}

/** A line a queue: what waits, what is being worked on, what waits for its time. */
export function queueTable(all: readonly QueueView[]): Html {
  const line = ({ config, visible, inFlight, delayed, deadLettersOf }: QueueView) => {
    const isAlarming = deadLettersOf.length > 0 && visible + inFlight + delayed > 0
    const kind =
      deadLettersOf.length > 0
        ? html` <span class="tag ${isAlarming ? 'refusal' : ''}">dead letters</span>`
        : ''
    return html`<tr><td class="break"><span title="${config.name}">${shortName(config.name)}</span>${kind}
<td class="number">${visible}<td class="number">${inFlight}<td class="number">${delayed}`
  }
  return html`<div class="scroll"><table>
<thead><tr><th>Queue<th class="number">Visible<th class="number">In flight<th class="number">Delayed
<tbody>${all.map(line)}</table></div>`
}

function messagesCard(view: View, queue: QueueView): Html {
  const { config, messages, deadLettersOf } = queue
  const lines = messages.map(
    (message) => html`<li><details id="message-${message.id}"><summary>
<code class="break">${message.id}</code>
<span class="muted">${timeOf(message.sentMs)} · received ${message.receiveCount} ×</span>
</summary><pre>${message.body}</pre></details>
${
  message.deadLetterSourceArn === undefined
    ? ''
    : actionForm(view, sendAgainPath, {
        fields: { queue: config.name, message: message.id },
        body: html`<button>Send again</button>`,
      })
}</li>`,
  )
  const about =
    deadLettersOf.length > 0 ? `given up by ${deadLettersOf.map(shortName).join(', ')}` : undefined
  return card(shortName(config.name), html`<ul class="rows">${lines}</ul>`, about)
}
