import { createHash } from 'node:crypto'

/** Milliseconds between two looks of an open page. */
const refreshMs = 3_000

/** The colours are those of the app that this sandbox was made with; both themes follow the device. */
export const style = `
:root { color-scheme: light dark;
  --page: #eceef2; --card: #ffffff; --sunken: #f0f1f5; --hover: rgb(24 28 40 / 6%);
  --text: #171a21; --muted: #5a6170; --accent: #3451e0; --accent-soft: rgb(52 81 224 / 10%);
  --danger: #c42b3c; --danger-soft: rgb(196 43 60 / 9%); --success: #14794a;
  --warning: #8f5a00; --warning-soft: rgb(176 115 0 / 13%); --border: #dcdfe6; --on-accent: #ffffff;
  --shadow: 0 1px 2px rgb(20 24 36 / 8%), 0 1px 6px rgb(20 24 36 / 5%);
  --mono: ui-monospace, "SF Mono", Menlo, Consolas, "DejaVu Sans Mono", monospace }
@media (prefers-color-scheme: dark) { :root {
  --page: #101216; --card: #181b20; --sunken: #21252c; --hover: rgb(255 255 255 / 7%);
  --text: #eceef2; --muted: #9aa2b1; --accent: #8199ff; --accent-soft: rgb(129 153 255 / 16%);
  --danger: #ff8590; --danger-soft: rgb(255 110 124 / 14%); --success: #5fd39a;
  --warning: #f0bd5d; --warning-soft: rgb(240 180 70 / 14%); --border: #2b3038; --on-accent: #0c1230;
  --shadow: 0 1px 2px rgb(0 0 0 / 40%) } }
*, ::before, ::after { box-sizing: border-box }
body { margin: 0; background: var(--page); color: var(--text);
  font: 400 14px/1.45 Inter, ui-sans-serif, system-ui, -apple-system, "Segoe UI", Roboto,
  "Noto Sans", "Liberation Sans", sans-serif }
h1, h2, h3, p, ul, ol, dl, dd, pre { margin: 0; padding: 0 }
ul, ol { list-style: none }
a { color: var(--accent); text-underline-offset: 2px }
:focus-visible { outline: 2px solid var(--accent); outline-offset: 2px; border-radius: 4px }
.top { position: sticky; top: 0; z-index: 1; background: var(--card);
  border-bottom: 1px solid var(--border) }
.top > div { max-width: 72rem; margin: 0 auto; padding: 0 16px; display: flex; flex-wrap: wrap;
  align-items: center; column-gap: 24px }
.name { font-weight: 650; letter-spacing: -.01em; padding: 12px 0; white-space: nowrap;
  color: inherit; text-decoration: none }
.name::before { content: ""; display: inline-block; width: 8px; height: 8px; margin-right: 8px;
  border-radius: 50%; background: var(--success); vertical-align: 1px }
.gone .name::before { background: var(--danger) }
.name span { color: var(--muted); font-weight: 400 }
.gone .name span { color: var(--danger) }
nav { display: flex; flex-wrap: wrap; column-gap: 2px; margin: 0 -10px }
nav a { padding: 12px 10px; color: var(--muted); text-decoration: none; white-space: nowrap;
  border-bottom: 2px solid transparent }
nav a:hover { color: var(--text) }
nav a[aria-current] { color: var(--text); font-weight: 550; border-color: var(--accent) }
main { max-width: 72rem; margin: 0 auto; padding: 24px 16px 64px; display: grid; gap: 16px }
main > header { display: flex; flex-wrap: wrap; gap: 4px 16px; align-items: baseline;
  justify-content: space-between }
h1 { font-size: 20px; letter-spacing: -.015em }
h2 { font-size: 14px; font-weight: 600 }
.muted, header p, .empty, time { color: var(--muted) }
.card { min-width: 0; background: var(--card); border: 1px solid var(--border);
  border-radius: 9px; box-shadow: var(--shadow) }
.card > header { display: flex; gap: 8px 12px; flex-wrap: wrap; align-items: baseline;
  justify-content: space-between; padding: 12px 16px; border-bottom: 1px solid var(--border) }
.card > :not(header, .scroll, .rows, .lines) { padding: 12px 16px }
.grid { display: grid; gap: 16px; grid-template-columns: repeat(auto-fit, minmax(min(22rem, 100%), 1fr));
  align-items: start }
.empty { padding: 24px 16px; text-align: center }
.scroll { overflow-x: auto }
table { border-collapse: collapse; width: 100% }
th { text-align: left; font-weight: 500; color: var(--muted); font-size: 12px; white-space: nowrap }
th, td { padding: 8px 16px; vertical-align: top }
tr + tr > *, tbody tr:first-child > * { border-top: 1px solid var(--border) }
thead + tbody tr:first-child > * { border-top: 1px solid var(--border) }
table:not(:has(thead)) tr:first-child > * { border-top: 0 }
.number { text-align: right; font-variant-numeric: tabular-nums; white-space: nowrap }
.break { overflow-wrap: anywhere }
td.break { min-width: 14ch }
code, pre, .mono { font-family: var(--mono); font-size: 12.5px }
pre { padding: 12px 16px; background: var(--sunken); overflow-x: auto; white-space: pre-wrap;
  overflow-wrap: anywhere }
.code { display: inline-block; padding: 2px 12px; border-radius: 6px; background: var(--accent-soft);
  color: var(--accent); user-select: all; font: 600 22px/1.4 var(--mono); letter-spacing: .12em }
.rows > li + li { border-top: 1px solid var(--border) }
.rows > li > :not(details) { padding: 10px 16px }
.mail { display: grid; gap: 8px; justify-items: start }
.mail > div { display: flex; flex-wrap: wrap; gap: 0 12px; width: 100%;
  justify-content: space-between }
summary { padding: 10px 16px; cursor: pointer; display: flex; flex-wrap: wrap; gap: 2px 16px;
  align-items: baseline }
summary:hover { background: var(--hover) }
summary::marker { content: "" }
summary::before { content: "›"; color: var(--muted); width: 8px; flex: none }
details[open] > summary::before { content: "⌄" }
summary > :nth-child(2) { margin-left: auto }
.lines { max-height: 70vh; overflow: auto; font: 12.5px/1.5 var(--mono); padding: 8px 0 }
.lines li { display: grid; grid-template-columns: auto minmax(0, 1fr); gap: 0 12px;
  padding: 2px 16px }
.lines li:hover { background: var(--hover) }
.lines p { overflow-wrap: anywhere }
.lines b { font-weight: 600; color: var(--muted) }
.warning { color: var(--warning) }
.refusal { color: var(--danger) }
.tag { padding: 1px 8px; border-radius: 99px; font-size: 12px; white-space: nowrap;
  background: var(--sunken); color: var(--muted) }
.tag.refusal { background: var(--danger-soft); color: var(--danger) }
.tag.warning { background: var(--warning-soft); color: var(--warning) }
.choices { display: flex; flex-wrap: wrap; gap: 6px }
.choices a { padding: 3px 10px; border-radius: 99px; border: 1px solid var(--border);
  background: var(--card); color: var(--text); text-decoration: none; overflow-wrap: anywhere }
.choices a:hover { background: var(--hover) }
.choices a[aria-current] { background: var(--accent); border-color: var(--accent);
  color: var(--on-accent) }
.pager { display: flex; gap: 16px; justify-content: space-between; align-items: center }
form { display: flex; flex-wrap: wrap; gap: 8px 12px; align-items: end }
label { display: grid; gap: 2px; font-size: 12px; color: var(--muted) }
input, select, button { font: inherit; color: var(--text); border: 1px solid var(--border);
  border-radius: 6px; padding: 5px 10px; background: var(--card); min-height: 32px }
input[type=number] { width: 7rem }
button { cursor: pointer; font-weight: 500; white-space: nowrap }
button:hover { background: var(--hover) }
.picture { width: 1px }
.thumb { display: block; width: 40px; height: 40px; object-fit: cover; border-radius: 6px;
  background: var(--sunken) }
@media (max-width: 40rem) { th, td { padding: 8px 10px } th:first-child, td:first-child {
  padding-left: 16px } .wide { display: none } main { padding-top: 16px }
  .name { padding: 10px 0 0 } nav a { padding: 6px 10px } .lines li { grid-template-columns: 1fr } }
`

/** Looks again while nobody is busy with the page, and keeps what is unfolded. */
export const script = `
const busy = () => document.hidden || getSelection().type === 'Range' ||
  document.activeElement.closest('form, summary') !== null
setInterval(async () => {
  if (busy()) return
  const now = document.querySelector('main')
  try {
    const answer = await fetch(location.href)
    const page = new DOMParser().parseFromString(await answer.text(), 'text/html')
    const next = page.querySelector('main')
    document.documentElement.classList.toggle('gone', !next)
    if (!next || busy()) return
    for (const each of now.querySelectorAll('details[open]'))
      if (each.id) next.querySelector('#' + CSS.escape(each.id))?.setAttribute('open', '')
    if (next.innerHTML === now.innerHTML) return
    const lines = now.querySelector('.lines')?.scrollTop
    now.replaceWith(next)
    if (lines) next.querySelector('.lines').scrollTop = lines
  } catch {
    document.documentElement.classList.add('gone')
  }
}, ${refreshMs})
`

/** Nothing runs or loads but this style, this script and the pages' own images. */
export const contentSecurityPolicy = [
  "default-src 'none'",
  `style-src '${hashOf(style)}'`,
  `script-src '${hashOf(script)}'`,
  "img-src 'self'",
  "connect-src 'self'",
  "form-action 'self'",
  "base-uri 'none'",
  "frame-ancestors 'none'",
].join('; ')

function hashOf(text: string): string {
  return `sha256-${createHash('sha256').update(text).digest('base64')}`
}
