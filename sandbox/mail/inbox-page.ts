import type { Mail } from './outbox.ts'

/** Seconds after which an open page looks again. */
const REFRESH_SECONDS = 4

/** @returns the whole HTML page of the local inbox: no script, and nothing loaded from elsewhere */
export function renderInbox(mails: readonly Mail[]): string {
  const list =
    mails.length === 0
      ? '<p class="empty">No mail yet. Codes for sign-up and password reset arrive here.</p>'
      : `<ol>${mails.map(renderMail).join('')}</ol>`
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="refresh" content="${REFRESH_SECONDS}">
<title>Inbox${mails.length === 0 ? '' : ` (${mails.length})`} · local sandbox</title>
<style>${style}</style>
</head>
<body>
<main>
<header><h1>Inbox</h1><p>Mail that the cloud would have sent. It never leaves this machine.</p></header>
${list}
</main>
</body>
</html>
`
}

function renderMail(mail: Mail): string {
  const sentAt = escapeHtml(mail.sentAt)
  return `<li>
<div class="head"><strong>${escapeHtml(mail.subject)}</strong><time datetime="${sentAt}">${sentAt.replace('T', ' ').slice(0, 19)} UTC</time></div>
<div class="to">to ${escapeHtml(mail.to)}</div>
<code>${escapeHtml(mail.code)}</code>
<p>${escapeHtml(mail.body)}</p>
</li>`
}

function escapeHtml(text: string): string {
  return text.replace(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`)
}

const style = `
:root { color-scheme: light dark; --page: #f5f5f7; --card: #fff; --ink: #1b1b1f; --soft: #63636b;
  --line: #e2e2e7; --accent: #3b3fd8; --tint: #eeeefc }
@media (prefers-color-scheme: dark) { :root { --page: #141416; --card: #1e1e22; --ink: #f2f2f4;
  --soft: #a3a3ad; --line: #303037; --accent: #a9abff; --tint: #2a2a45 } }
* { box-sizing: border-box }
body { margin: 0; background: var(--page); color: var(--ink);
  font: 16px/1.5 system-ui, -apple-system, "Segoe UI", sans-serif }
main { max-width: 42rem; margin: 0 auto; padding: 2.5rem 1rem 4rem }
h1 { margin: 0; font-size: 1.6rem; letter-spacing: -.02em }
header p { margin: .25rem 0 1.75rem; color: var(--soft) }
ol { list-style: none; margin: 0; padding: 0; display: grid; gap: .75rem }
li { background: var(--card); border: 1px solid var(--line); border-radius: 14px;
  padding: 1rem 1.15rem; overflow-wrap: anywhere }
.head { display: flex; flex-wrap: wrap; gap: .25rem 1rem; justify-content: space-between }
time, .to { color: var(--soft); font-size: .875rem }
code { display: inline-block; margin: .7rem 0 0; padding: .3rem .8rem; border-radius: 10px;
  background: var(--tint); color: var(--accent); user-select: all;
  font: 600 1.5rem/1.3 ui-monospace, "SF Mono", Menlo, Consolas, monospace; letter-spacing: .12em }
li p { margin: .7rem 0 0; color: var(--soft) }
.empty { padding: 3rem 1rem; text-align: center; color: var(--soft);
  border: 1px dashed var(--line); border-radius: 14px }
`
