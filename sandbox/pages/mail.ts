import type { Mail } from '../mail/outbox.ts'
import { type Html, html } from './html.ts'
import { card, dateTimeOf, empty } from './layout.ts'
import { json, type Section } from './section.ts'

/** Mail that the cloud would have sent. */
export const mail: Section = {
  path: '/_sandbox/inbox',
  title: 'Mail',
  page: ({ mails }) => ({
    title: 'Mail',
    about: 'What the cloud would have sent. It never leaves this machine.',
    body: card(
      'Inbox',
      mails.list().length === 0
        ? empty('No mail yet. Codes for sign-up and password reset arrive here.')
        : html`<ol class="rows">${mails.list().map(renderMail)}</ol>`,
      `${mails.list().length} kept`,
    ),
  }),
  files: { '/_sandbox/inbox.json': ({ mails }) => json(mails.list()) },
}

/** One mail of a list: subject, code, whom it is for. */
export function renderMail(each: Mail): Html {
  return html`<li><div class="mail">
<div><strong>${each.subject}</strong>${dateTimeOf(each.sentAt)}</div>
<code class="code">${each.code}</code>
<p class="muted break">to ${each.to}. ${each.body}</p>
</div></li>`
}
