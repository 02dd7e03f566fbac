import { Amplify, type ResourcesConfig } from 'aws-amplify'
import { parseAmplifyConfig } from 'aws-amplify/utils'
import { provideBrowserClasses } from './node-globals.ts'

/** `amplify_outputs.json` as the sandbox writes it: with its own address in the custom part. */
export type SandboxOutputs = {
  readonly custom: { readonly sandbox: { readonly endpoint: string } }
}

/**
 * Points an unmodified aws-amplify (Auth, Data with subscriptions, Storage) at a sandbox, in a
 * browser or in Node. What Amplify's configuration cannot say is rerouted: the Storage client
 * always calls `https://{bucket}.s3.{region}.amazonaws.com`, and the Data client always `wss://`.
 * Call it once, before any other use of aws-amplify.
 */
export async function connect(outputs: SandboxOutputs): Promise<ResourcesConfig> {
  const { endpoint } = outputs.custom.sandbox
  const config = parseAmplifyConfig(outputs)
  const cognito = config.Auth?.Cognito
  if (cognito)
    Object.assign(cognito, { userPoolEndpoint: endpoint, identityPoolEndpoint: endpoint })
  await provideBrowserClasses()
  rerouteWebSocket(endpoint)
  rerouteFetch(endpoint)
  rerouteXhr(endpoint)
  rerouteLinks(endpoint)
  Amplify.configure(config)
  return config
}

/** @returns where a request for `url` goes instead; `url` itself when it is not for S3 */
function reroute(url: string, endpoint: string): string {
  const match = /^https:\/\/([^/]*\bs3[.-][^/]*amazonaws\.com)(\/.*)?$/.exec(url)
  return match ? `${endpoint}/_host/${match[1]}${match[2] ?? '/'}` : url
}

function rerouteWebSocket(endpoint: string): void {
  const secure = endpoint.replace(/^http/, 'wss')
  const Original = globalThis.WebSocket
  globalThis.WebSocket = class extends Original {
    constructor(url: string | URL, protocols?: string | string[]) {
      const text = String(url)
      super(text.startsWith(secure) ? text.replace(/^wss/, 'ws') : text, protocols)
    }
  }
}

function rerouteFetch(endpoint: string): void {
  const original = globalThis.fetch
  globalThis.fetch = (input, init) => {
    if (input instanceof Request) {
      const url = reroute(input.url, endpoint)
      return original(url === input.url ? input : new Request(url, input), init)
    }
    return original(reroute(String(input), endpoint), init)
  }
}

function rerouteXhr(endpoint: string): void {
  if (!('XMLHttpRequest' in globalThis)) return
  const { prototype } = globalThis.XMLHttpRequest
  // oxlint-disable-next-line typescript/unbound-method -- called with the request as `this` below
  const open = prototype.open as (...parts: unknown[]) => void
  prototype.open = function (method: string, url: string | URL, ...rest: unknown[]) {
    open.call(this, method, reroute(String(url), endpoint), ...(rest.length > 0 ? rest : [true]))
  }
}

/** Links to objects that code follows, such as a download. */
function rerouteLinks(endpoint: string): void {
  if (!('HTMLAnchorElement' in globalThis)) return
  const { prototype } = globalThis.HTMLAnchorElement
  // oxlint-disable-next-line typescript/unbound-method -- called with the link as `this` below
  const { click } = prototype
  prototype.click = function () {
    this.href = reroute(this.href, endpoint)
    click.call(this)
  }
}
