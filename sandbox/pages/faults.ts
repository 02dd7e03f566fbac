import * as z from 'zod'
import type { FaultOrder } from '../faults/rule.ts'
import { serviceNames } from '../gateway/route.ts'
import { actionForm } from './form.ts'
import { type Html, html } from './html.ts'
import { card, empty } from './layout.ts'
import type { Section } from './section.ts'
import type { View } from './view.ts'

const path = '/_sandbox/faults-page'
const addPath = `${path}/add`
const clearPath = `${path}/clear`

/** What the form offers; every other effect is for the endpoint. */
const effects: Readonly<Record<string, { label: string; effect: FaultOrder['effect'] }>> = {
  throttle: { label: 'Throttle', effect: { kind: 'throttle' } },
  fail: { label: 'Internal error', effect: { kind: 'fail' } },
  cut: { label: 'Cut the connection', effect: { kind: 'cut' } },
  slow: { label: 'Answer 5 s later', effect: { kind: 'delay', ms: 5_000 } },
  killFunction: {
    label: 'Kill a function after 1 s',
    effect: { kind: 'killFunction', afterMs: 1_000 },
  },
  doubleMessage: { label: 'Double a message', effect: { kind: 'doubleMessage' } },
  blockPrompt: { label: 'Block the prompt', effect: { kind: 'block', what: 'prompt' } },
  blockOutput: { label: 'Block every picture', effect: { kind: 'block', what: 'output' } },
}

const formSchema = z.object({
  effect: z.string(),
  service: z.enum(serviceNames).optional().catch(undefined),
  times: z.coerce.number().int().min(1).max(1_000).catch(1),
})

/** Faults that are ordered, and a form for the usual ones. */
export const faults: Section = {
  path,
  title: 'Faults',
  page: (view) => ({
    title: 'Faults',
    about: html`What fails next, so that it can be looked at. Programs order more at <code>/_sandbox/faults</code>.`,
    body: html`${card('Order a fault', orderForm(view))}
${card('Ordered', orderedList(view))}`,
  }),
  actions: {
    async [addPath]({ faults: ordered }, form) {
      const { effect, service, times } = formSchema.parse(Object.fromEntries(form))
      const chosen = Object.hasOwn(effects, effect) ? effects[effect] : undefined
      if (chosen) ordered.add({ effect: chosen.effect, times, ...(service && { service }) })
      return path
    },
    async [clearPath]({ faults: ordered }) {
      ordered.clear()
      return path
    },
  },
}

function orderForm(view: View): Html {
  return actionForm(view, addPath, {
    body: html`<label>Fault<select name="effect">${Object.entries(effects).map(([name, { label }]) => html`<option value="${name}">${label}`)}</select></label>
<label>Service<select name="service"><option value="">any${serviceNames.map((name) => html`<option>${name}`)}</select></label>
<label>Times<input type="number" name="times" value="1" min="1" max="1000"></label><button>Order</button>`,
  })
}

function orderedList(view: View): Html {
  const standing = view.faults.list()
  if (standing.length === 0) return empty('Everything works.')
  const line = ({ service, operation, effect, times, struck }: (typeof standing)[number]) =>
    html`<tr><td>${service ?? 'any service'} ${operation}<td class="break"><code>${JSON.stringify(effect)}</code>
<td class="number">${struck}${times === undefined ? '' : ` of ${times}`}`
  return html`<div class="scroll"><table><thead><tr><th>Where<th>What<th class="number">Struck
<tbody>${standing.map(line)}</table></div>
${actionForm(view, clearPath, { body: html`<button>Take back all faults</button>` })}`
}
