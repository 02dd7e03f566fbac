import * as z from 'zod'
import { actionForm } from './form.ts'
import { html } from './html.ts'
import { card } from './layout.ts'
import type { Section } from './section.ts'

const path = '/_sandbox/model-faults'
const actions = {
  throttle: `${path}/throttle`,
  fail: `${path}/fail`,
  delay: `${path}/delay`,
  clear: `${path}/clear`,
}

/** Bounds of what a form may order. */
const count = z.coerce.number().int().min(1).max(1_000).catch(1)
const delayMs = z.coerce.number().int().min(0).max(600_000).catch(0)

/** Errors of the model server, as AWS has them. */
const failures = [
  { type: 'ModelErrorException', status: 424 },
  { type: 'ModelTimeoutException', status: 408 },
  { type: 'InternalServerException', status: 500 },
  { type: 'ServiceUnavailableException', status: 503 },
  { type: 'ValidationException', status: 400 },
] as const

/** Faults to order from the model server. */
export const faults: Section = {
  path,
  title: 'Faults',
  page: (view) => ({
    title: 'Faults',
    about: 'What the model server answers next, so that a failure can be looked at.',
    body: html`<div class="grid">
${card('Throttle', actionForm(view, actions.throttle, { body: html`<label>Requests<input type="number" name="count" value="3" min="1" max="1000"></label><button>Refuse with 429</button>` }))}
${card('Fail', actionForm(view, actions.fail, { body: html`<label>Error<select name="type">${failures.map(({ type, status }) => html`<option value="${type}">${status} ${type}`)}</select></label><label>Requests<input type="number" name="count" value="1" min="1" max="1000"></label><button>Fail</button>` }))}
${card('Delay', actionForm(view, actions.delay, { body: html`<label>Milliseconds<input type="number" name="delay" value="${view.faults.delayMs}" min="0" max="600000"></label><button>Set</button>` }), `now ${view.faults.delayMs} ms`)}
${card('Back to normal', actionForm(view, actions.clear, { body: html`<button>Take back all faults</button>` }))}
</div>`,
  }),
  actions: {
    async [actions.throttle]({ faults: ordered }, form) {
      ordered.throttleNext(count.parse(form.get('count')))
      return path
    },
    async [actions.fail]({ faults: ordered }, form) {
      const failure = failures.find(({ type }) => type === form.get('type')) ?? failures[0]
      ordered.failNext({ ...failure, count: count.parse(form.get('count')) })
      return path
    },
    async [actions.delay]({ faults: ordered }, form) {
      ordered.delayMs = delayMs.parse(form.get('delay'))
      return path
    },
    async [actions.clear]({ faults: ordered }) {
      ordered.clear()
      return path
    },
  },
}
