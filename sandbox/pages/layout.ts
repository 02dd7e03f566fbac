import type { ServiceResponse } from '../gateway/service.ts'
import { Html, html, type Part } from './html.ts'
import { contentSecurityPolicy, script, style } from './look.ts'

/** A page without what all of them share. */
export type Page = {
  readonly title: string
  /** A sentence beside the title. */
  readonly about?: Part
  readonly body: Part
}

/** Of the navigation: where, and its word. */
export type Entry = { readonly path: string; readonly title: string }

/** What a tab shows. */
export const iconPath = '/_sandbox/icon.svg'
export const icon =
  '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 32 32"><rect x="2" y="2" width="28" height="28" rx="8" fill="#3451e0"/><path d="M9 12h14M9 20h14" stroke="#fff" stroke-width="4" stroke-linecap="round"/></svg>'

/** @returns the answer with the whole page; it is kept in no cache and shown in no frame */
export function answerPage(
  page: Page,
  current: string,
  entries: readonly Entry[],
): ServiceResponse {
  const link = ({ path, title }: Entry) =>
    html`<a href="${path}"${path === current ? html` aria-current="page"` : ''}>${title}</a>`
  const text = html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${page.title} · local sandbox</title>
<link rel="icon" href="${iconPath}">
<style>${new Html(style)}</style>
</head>
<body>
<div class="top"><div>
<a class="name" href="${entries[0]?.path}">Sandbox <span>on this machine</span></a>
<nav aria-label="Pages">${entries.map(link)}</nav>
</div></div>
<main><header><h1>${page.title}</h1>${page.about === undefined ? '' : html`<p>${page.about}</p>`}</header>
${page.body}
</main>
<script type="module">${new Html(script)}</script>
</body>
</html>
`.text
  return {
    status: 200,
    headers: {
      'content-type': 'text/html; charset=utf-8',
      'cache-control': 'no-store',
      'content-security-policy': contentSecurityPolicy,
      'cross-origin-opener-policy': 'same-origin',
      'referrer-policy': 'no-referrer',
      'x-content-type-options': 'nosniff',
    },
    body: text,
  }
}

/** A box with a heading; `aside` stands at the other end of it. */
export function card(heading: Part, body: Part, aside?: Part): Html {
  const side = aside === undefined ? '' : html`<div class="muted">${aside}</div>`
  return html`<section class="card"><header><h2>${heading}</h2>${side}</header>${body}</section>`
}

/** A sentence in the place of what is not there yet. */
export function empty(sentence: Part): Html {
  return html`<p class="empty">${sentence}</p>`
}

/** @returns this machine's time of day to the second, with the whole instant for programs */
export function timeOf(atMs: number): Html {
  const at = new Date(atMs)
  return html`<time datetime="${at.toISOString()}">${at.toTimeString().slice(0, 8)}</time>`
}

/** @returns date and time of day of this machine; nothing for what is no instant */
export function dateTimeOf(at: number | string): Html | undefined {
  const date = new Date(at)
  if (Number.isNaN(date.getTime())) return undefined
  // The locale whose dates are ISO 8601's.
  return html`<time datetime="${date.toISOString()}">${date.toLocaleString('sv-SE')}</time>`
}

/** @returns e.g. `1.3 MB`, in powers of 1,000 */
export function sizeOf(bytes: number): string {
  if (bytes < 1_000) return `${bytes} B`
  const [value, unit] = bytes < 1e6 ? [bytes / 1e3, 'kB'] : [bytes / 1e6, 'MB']
  return `${value < 10 ? value.toFixed(1) : Math.round(value)} ${unit}`
}
