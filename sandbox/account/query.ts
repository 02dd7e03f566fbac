import type { ServiceRequest, ServiceResponse } from '../gateway/service.ts'

/** AWS's query protocol: a form goes in, XML comes out. */
export function readForm(request: ServiceRequest): URLSearchParams {
  return new URLSearchParams(request.body.toString())
}

/** Elements of an XML answer: a text, elements by name, or a list of them. */
export type Xml = string | { readonly [name: string]: Xml } | readonly Xml[]

/** @param result what `{action}Result` holds */
export function queryAnswer(action: string, result: Xml): ServiceResponse {
  const body = { [`${action}Response`]: { [`${action}Result`]: result } }
  return { status: 200, headers: { 'content-type': 'text/xml' }, body: written(body) }
}

export function queryRefusal(status: number, code: string, message: string): ServiceResponse {
  const body = { ErrorResponse: { Error: { Type: 'Sender', Code: code, Message: message } } }
  return { status, headers: { 'content-type': 'text/xml' }, body: written(body) }
}

function written(xml: Xml): string {
  if (typeof xml === 'string') {
    return xml.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;')
  }
  if (Array.isArray(xml))
    return xml.map((each: Xml) => `<member>${written(each)}</member>`).join('')
  return Object.entries(xml)
    .map(([name, each]) => `<${name}>${written(each)}</${name}>`)
    .join('')
}
