import { type Html, html, type Part } from './html.ts'
import type { View } from './view.ts'

/** The field in which a form carries the installation's token. */
export const tokenField = 'token'

/** A form that changes something; `fields` are hidden. */
export function actionForm(
  view: Pick<View, 'token'>,
  action: string,
  { fields = {}, body }: { fields?: Readonly<Record<string, string>>; body: Part },
): Html {
  const hidden = Object.entries({ [tokenField]: view.token, ...fields }).map(
    ([name, value]) => html`<input type="hidden" name="${name}" value="${value}">`,
  )
  return html`<form method="post" action="${action}">${hidden}${body}</form>`
}
