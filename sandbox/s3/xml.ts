/** A piece of XML that is already escaped. */
export type Xml = { readonly xml: string }

/** One node of a parsed request body: its local name, its text and its child elements. */
export type XmlNode = {
  readonly name: string
  readonly text: string
  readonly children: readonly XmlNode[]
}

const entities: Readonly<Record<string, string>> = {
  amp: '&',
  lt: '<',
  gt: '>',
  quot: '"',
  apos: "'",
}

/** S3 writes at most this many levels; a deeper body is refused. */
const deepestLevel = 8

/** @returns `<name>…</name>`; text is escaped, child elements are joined */
export function element(name: string, content: string | readonly Xml[]): Xml {
  const inner =
    typeof content === 'string' ? escapeXml(content) : content.map((child) => child.xml).join('')
  return { xml: `<${name}>${inner}</${name}>` }
}

/** @returns the whole response document; results carry S3's namespace, errors do not */
export function document(root: Xml, namespaced = false): string {
  const text = namespaced
    ? root.xml.replace(/^<(\w+)/, '<$1 xmlns="http://s3.amazonaws.com/doc/2006-03-01/"')
    : root.xml
  return `<?xml version="1.0" encoding="UTF-8"?>\n${text}`
}

function escapeXml(text: string): string {
  return text
    .replace(/&/g, '&amp;')
    .replace(/</g, '&lt;')
    .replace(/>/g, '&gt;')
    .replace(/"/g, '&quot;')
    .replace(/\r/g, '&#13;')
}

/**
 * Parses the small documents that S3 requests carry. Attributes and comments are passed over; a
 * document type is refused, so that no entity can be defined.
 * @returns `undefined` when the text is not well-formed
 */
export function parseXml(text: string): XmlNode | undefined {
  const stack: Open[] = [{ name: '', text: '', children: [] }]
  const token = /<\?[^>]*\?>|<!--[\s\S]*?-->|<(\/?)(?:[\w.-]+:)?([\w.-]+)([^<>]*?)(\/?)>|([^<]+)/gy
  let end = 0
  for (const match of text.matchAll(token)) {
    end = match.index + match[0].length
    if (!take(match, stack)) return undefined
  }
  const [root] = stack
  return end === text.length && stack.length === 1 && root?.children.length === 1
    ? root.children[0]
    : undefined
}

type Open = { readonly name: string; text: string; readonly children: XmlNode[] }

/** @returns whether the token may stand where it does */
function take([, closing, name, , selfClosing, characters]: RegExpExecArray, stack: Open[]) {
  const top = stack.at(-1)
  if (!top) return false
  if (characters !== undefined) {
    const decoded = decodeEntities(characters)
    top.text += decoded ?? ''
    return decoded !== undefined
  }
  if (name === undefined) return true
  if (closing === '/') {
    stack.pop()
    stack.at(-1)?.children.push(top)
    return top.name === name && stack.length > 0
  }
  if (selfClosing === '/') top.children.push({ name, text: '', children: [] })
  else stack.push({ name, text: '', children: [] })
  return stack.length <= deepestLevel
}

/** @returns the text of a node's first child of that name */
export function childText(node: XmlNode, name: string): string | undefined {
  return node.children.find((child) => child.name === name)?.text
}

function decodeEntities(text: string): string | undefined {
  let sound = true
  const decoded = text.replace(/&(#x[\da-fA-F]{1,6}|#\d{1,7}|\w+);|&/g, (_, entity?: string) => {
    const point = entity?.startsWith('#x')
      ? Number.parseInt(entity.slice(2), 16)
      : entity?.startsWith('#')
        ? Number(entity.slice(1))
        : undefined
    if (point !== undefined && point <= 0x10_ff_ff) return String.fromCodePoint(point)
    const known = entity === undefined ? undefined : entities[entity]
    sound &&= known !== undefined
    return known ?? ''
  })
  return sound ? decoded : undefined
}
