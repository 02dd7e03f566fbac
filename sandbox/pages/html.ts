/** Markup that is safe to put into a page: everything that was put into it has been escaped. */
export class Html {
  readonly text: string

  constructor(text: string) {
    this.text = text
  }
}

/** What a template takes; a list is put in piece by piece, `undefined` is nothing. */
export type Part = Html | string | number | undefined | readonly Part[]

/** A template tag: the literal is markup, every value is text unless it is `Html` itself. */
export function html(literals: TemplateStringsArray, ...parts: readonly Part[]): Html {
  return new Html(literals.map((literal, at) => literal + render(parts[at])).join(''))
}

function render(part: Part): string {
  if (part === undefined) return ''
  if (part instanceof Html) return part.text
  if (typeof part === 'object') return part.map(render).join('')
  return String(part).replace(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`)
}

/** @returns an address of the pages, with its query encoded */
export function linkTo(path: string, query: Readonly<Record<string, string | number>>): string {
  const text = new URLSearchParams(
    Object.entries(query).map(([name, value]) => [name, String(value)]),
  ).toString()
  return text === '' ? path : `${path}?${text}`
}
