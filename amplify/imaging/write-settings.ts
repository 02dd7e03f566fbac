import type { FileOrigin } from '#domain/picture/origin/origin.ts'
import type { Provenance } from '#domain/picture/provenance.ts'

/**
 * IPTC's terms for where pixels come from (cv.iptc.org/newscodes/digitalsourcetype): made by a
 * model as a whole, or in part of a picture.
 */
const sourceTypes = {
  GENERATED: 'trainedAlgorithmicMedia',
  EDITED: 'compositeWithTrainedAlgorithmicMedia',
} as const

export type PixelSource = keyof typeof sourceTypes

/** Our own part of the XMP: the settings, as JSON. */
export const settingsNamespace = 'urn:repaint:settings:1:'

const namespaces = {
  rdf: 'http://www.w3.org/1999/02/22-rdf-syntax-ns#',
  xmp: 'http://ns.adobe.com/xap/1.0/',
  dc: 'http://purl.org/dc/elements/1.1/',
  exif: 'http://ns.adobe.com/exif/1.0/',
  photoshop: 'http://ns.adobe.com/photoshop/1.0/',
  xmpMM: 'http://ns.adobe.com/xap/1.0/mm/',
  stRef: 'http://ns.adobe.com/xap/1.0/sType/ResourceRef#',
  Iptc4xmpExt: 'http://iptc.org/std/Iptc4xmpExt/2008-02-29/',
  repaint: settingsNamespace,
}

/**
 * Says as an XMP packet that a model made a picture or a part of it, and with which settings: in
 * the terms of IPTC (Photo Metadata Standard 2025.1) and XMP for other programs, and in our own
 * for us (`readSettings`). Rights, creators and the time of capture are those of the original.
 * @param source `undefined` where no model had part in it, or nobody is to know
 */
export function writeSettings(
  source: PixelSource | undefined,
  { made, origin = {} }: { made?: Provenance | undefined; origin?: FileOrigin } = {},
): string {
  const about = [
    ...(source === undefined
      ? []
      : [
          attribute(
            'Iptc4xmpExt:DigitalSourceType',
            `http://cv.iptc.org/newscodes/digitalsourcetype/${sourceTypes[source]}`,
          ),
        ]),
    ...(made === undefined ? [] : madeWith(made)),
    ...(origin.capturedAt === undefined ? [] : capturedAt(origin.capturedAt)),
  ]
  const parent =
    made?.parentId === undefined
      ? ''
      : `<xmpMM:DerivedFrom ${attribute('stRef:documentID', `uuid:${made.parentId}`)}/>`
  const declared = Object.entries(namespaces).map(([name, uri]) => attribute(`xmlns:${name}`, uri))
  return (
    '<x:xmpmeta xmlns:x="adobe:ns:meta/">' +
    `<rdf:RDF ${declared.join(' ')}><rdf:Description rdf:about="" ${about.join(' ')}>${parent}` +
    listsOf(origin) +
    '</rdf:Description></rdf:RDF></x:xmpmeta>'
  )
}

function madeWith(made: Provenance): string[] {
  return [
    attribute('xmp:CreatorTool', 'Repaint'),
    attribute('xmp:CreateDate', made.madeAt),
    attribute('Iptc4xmpExt:AISystemUsed', made.model),
    ...(made.prompt === undefined
      ? []
      : [attribute('Iptc4xmpExt:AIPromptInformation', made.prompt)]),
    attribute('repaint:settings', toAscii(JSON.stringify(made))),
  ]
}

function capturedAt(at: string): string[] {
  return [attribute('exif:DateTimeOriginal', at), attribute('photoshop:DateCreated', at)]
}

function listsOf({ copyright, creators }: FileOrigin): string {
  const rights =
    copyright === undefined
      ? ''
      : `<dc:rights><rdf:Alt><rdf:li xml:lang="x-default">${escaped(copyright)}</rdf:li></rdf:Alt></dc:rights>`
  const names = creators?.map((name) => `<rdf:li>${escaped(name)}</rdf:li>`).join('')
  return rights + (names ? `<dc:creator><rdf:Seq>${names}</rdf:Seq></dc:creator>` : '')
}

/** What XML 1.0 cannot carry at all: control characters, lone surrogates and non-characters. */
const unwritable =
  // oxlint-disable-next-line no-control-regex -- control characters are what this looks for
  /[\u0000-\u0008\u000B\u000C\u000E-\u001F\uFFFE\uFFFF]|[\uD800-\uDBFF](?![\uDC00-\uDFFF])|(?<![\uD800-\uDBFF])[\uDC00-\uDFFF]/g

const escapes: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  '\n': '&#10;',
  '\r': '&#13;',
  '\t': '&#9;',
}

function attribute(name: string, value: string): string {
  return `${name}="${escaped(value)}"`
}

function escaped(value: string): string {
  const text = value.replaceAll(unwritable, '\uFFFD')
  return text.replaceAll(/[&<>"\n\r\t]/g, (each) => escapes[each] ?? each)
}

/** JSON's own escapes keep every character whole, whatever a program does to the text around it. */
function toAscii(json: string): string {
  return json.replaceAll(
    /[\u007F-\uFFFF]/g,
    (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`,
  )
}
