import type { ServiceRequest, ServiceResponse } from '../gateway/service.ts'
import type { Level } from '../s3/browser.ts'
import type { ObjectRecord } from '../s3/object-record.ts'
import { type Html, html, linkTo } from './html.ts'
import { card, dateTimeOf, empty, type Page, sizeOf } from './layout.ts'
import { notFound, type Section } from './section.ts'
import type { View } from './view.ts'

const path = '/_sandbox/objects'
const viewPath = `${path}/view`
const objectsOnPage = 50

/** Types that a browser draws and that cannot carry a script; SVG can. */
const drawable: ReadonlySet<string> = new Set([
  'image/avif',
  'image/gif',
  'image/jpeg',
  'image/png',
  'image/webp',
])

/** The buckets, level by level. */
export const objects: Section = {
  path,
  title: 'Objects',
  async page(view, query) {
    const bucket = query.get('bucket')
    if (bucket !== null) return await levelPage(view, bucket, query)
    const names = view.objects.buckets()
    const lines = await Promise.all(names.map((name) => bucketLine(view, name)))
    return {
      title: 'Objects',
      body: card(
        'Buckets',
        lines.length === 0
          ? empty('The template has no bucket.')
          : html`<div class="scroll"><table><thead><tr><th>Name<th class="number">Objects
<tbody>${lines}</table></div>`,
      ),
    }
  },
  files: { [viewPath]: showObject },
}

async function bucketLine({ objects: browser }: View, name: string): Promise<Html> {
  const level = await browser.look(name, { prefix: '', skip: 0, max: 0 })
  const count = (level?.folders ?? []).reduce((sum, each) => sum + each.count, level?.total ?? 0)
  return html`<tr><td class="break"><a href="${linkTo(path, { bucket: name })}">${name}</a>
<td class="number">${count}${level?.isCut ? '+' : ''}`
}

async function levelPage(view: View, bucket: string, query: URLSearchParams): Promise<Page> {
  const prefix = query.get('prefix') ?? ''
  const asked = Number(query.get('page') ?? 1)
  const page = Number.isInteger(asked) && asked > 0 ? asked : 1
  const skip = (page - 1) * objectsOnPage
  const level = await view.objects.look(bucket, { prefix, skip, max: objectsOnPage })
  if (!level) return { title: 'Objects', body: card(bucket, empty('There is no such bucket.')) }
  const isEmpty = level.folders.length === 0 && level.total === 0
  const lines = [
    ...level.folders.map((folder) => folderLine(bucket, prefix, folder)),
    ...level.objects.map((record) => objectLine(bucket, prefix, record)),
  ]
  return {
    title: bucket,
    about: html`<a href="${path}">All buckets</a>`,
    body: card(
      trail(bucket, prefix),
      html`${isEmpty ? empty('Nothing here.') : html`<div class="scroll"><table>${lines}</table></div>`}
${pager(level, page, { bucket, prefix })}`,
      level.isCut ? 'first 10,000 keys' : undefined,
    ),
  }
}

function pager(level: Level, page: number, query: { bucket: string; prefix: string }): Html | '' {
  const pages = Math.ceil(level.total / objectsOnPage)
  if (pages < 2) return ''
  const to = (number: number, word: string) =>
    number < 1 || number > pages
      ? html`<span></span>`
      : html`<a href="${linkTo(path, { ...query, page: number })}">${word}</a>`
  return html`<div class="pager">${to(page - 1, '← Back')}<span class="muted">Page ${page} of ${pages}</span>${to(page + 1, 'On →')}</div>`
}

/** The prefix, each part of it a link. */
function trail(bucket: string, prefix: string): Html {
  const parts = prefix.split('/').slice(0, -1)
  const links = parts.map((part, at) => {
    const up = `${parts.slice(0, at + 1).join('/')}/`
    return html` / <a class="break" href="${linkTo(path, { bucket, prefix: up })}">${part}</a>`
  })
  return html`<a href="${linkTo(path, { bucket })}">all</a>${links}`
}

function folderLine(bucket: string, above: string, folder: Level['folders'][number]): Html {
  const { prefix, count } = folder
  return html`<tr><td class="break" colspan="2"><a href="${linkTo(path, { bucket, prefix })}">${prefix.slice(above.length)}</a>
<td class="number" colspan="3">${count} object${count === 1 ? '' : 's'}`
}

function objectLine(bucket: string, above: string, record: ObjectRecord): Html {
  const { key, sizeBytes, lastModifiedMs } = record
  const type = typeOf(record)
  const href = linkTo(viewPath, { bucket, key })
  const thumb = drawable.has(type) && sizeBytes < 3_000_000
  return html`<tr><td class="picture">${thumb ? html`<img class="thumb" src="${href}" alt="" loading="lazy">` : ''}
<td class="break"><a href="${href}">${key.slice(above.length)}</a>
<td class="wide muted">${type}<td class="number">${sizeOf(sizeBytes)}
<td class="wide number">${dateTimeOf(lastModifiedMs)}`
}

/** An image as itself, anything else as a download: what a user stored must not become a page. */
async function showObject(view: View, request: ServiceRequest): Promise<ServiceResponse> {
  const { query } = request
  const found = await view.objects.open(query.get('bucket') ?? '', query.get('key') ?? '')
  if (!found) return notFound()
  const { record, file } = found
  const type = typeOf(record)
  const isImage = drawable.has(type)
  return {
    status: 200,
    headers: {
      'content-type': isImage ? type : 'application/octet-stream',
      'content-length': String(record.sizeBytes),
      'content-disposition': isImage ? 'inline' : 'attachment',
      'content-security-policy': "default-src 'none'; sandbox",
      'cache-control': 'no-store',
      'cross-origin-resource-policy': 'same-origin',
      'x-content-type-options': 'nosniff',
    },
    body: file.createReadStream(),
  }
}

function typeOf({ headers }: ObjectRecord): string {
  return (headers['content-type'] ?? 'binary/octet-stream').split(';')[0]?.trim() ?? ''
}
