import * as z from 'zod'

/**
 * What browsers are told of the app, in one table: `customHttp.yml` gives it to Amplify Hosting,
 * `npm run preview` serves the build under it, and Vite's dev server under the nearest that it runs with.
 */

/** Of AWS, for a file that must fit each branch and Region; the built page names the exact hosts. */
const anyDeployment = ['https://*.amazonaws.com', 'wss://*.amazonaws.com']

/** Vite marks its own inline scripts and styles with it, so that no others run there either. */
export const devNonce = 'repaint-dev'

/** What a page may load and do, but for the hosts that it talks to. */
const policy = {
  'default-src': ["'none'"],
  'base-uri': ["'none'"],
  'form-action': ["'self'"],
  'frame-ancestors': ["'none'"],
  // WebAssembly compiles with it; JavaScript from text does not.
  'script-src': ["'self'", "'wasm-unsafe-eval'"],
  'style-src': ["'self'"],
  'img-src': ["'self'", 'blob:', 'data:'],
  'worker-src': ["'self'"],
  'manifest-src': ["'self'"],
} as const

/** Powers that the app never asks for. */
const denied = [
  'accelerometer',
  'autoplay',
  'bluetooth',
  'camera',
  'display-capture',
  'geolocation',
  'gyroscope',
  'hid',
  'magnetometer',
  'microphone',
  'midi',
  'payment',
  'publickey-credentials-get',
  'screen-wake-lock',
  'serial',
  'usb',
  'xr-spatial-tracking',
]

const others = {
  'Strict-Transport-Security': 'max-age=31536000',
  'X-Content-Type-Options': 'nosniff',
  'Referrer-Policy': 'no-referrer',
  'Permissions-Policy': denied.map((power) => `${power}=()`).join(', '),
  // Both together isolate the page, which shared memory and so threads of WebAssembly need. Objects
  // of the bucket come by CORS, so the stricter of two policies suffices.
  'Cross-Origin-Opener-Policy': 'same-origin',
  'Cross-Origin-Embedder-Policy': 'require-corp',
  'Cross-Origin-Resource-Policy': 'same-origin',
} as const

export type Headers = Readonly<Record<string, string>>

/**
 * @param hosts that the page may talk to, besides its own
 * @param reportTo a path that browsers report to what they refuse
 */
export function appHeaders(hosts: readonly string[] = anyDeployment, reportTo?: string): Headers {
  const report = reportTo === undefined ? {} : { 'report-uri': [reportTo] }
  const whole = { ...policy, 'connect-src': ["'self'", ...hosts], ...report }
  return { 'Content-Security-Policy': asText(whole), ...others }
}

/** The same for Vite's dev server, which adds scripts and styles of its own to the page. */
export function devHeaders(): Headers {
  const own = [`'nonce-${devNonce}'`]
  const local = ['http', 'ws'].flatMap((scheme) => [
    `${scheme}://localhost:*`,
    `${scheme}://127.0.0.1:*`,
  ])
  const whole = {
    ...policy,
    'script-src': [...policy['script-src'], ...own],
    'style-src': [...policy['style-src'], ...own],
    'connect-src': ["'self'", ...anyDeployment, ...local],
  }
  return { 'Content-Security-Policy': asText(whole), ...others }
}

/** The policy that a built page says of itself: of all deployments' hosts it names its own alone. */
export function pagePolicy(hosts: readonly string[]): string {
  return asText({ 'connect-src': ["'self'", ...hosts] })
}

/** `customHttp.yml`, as Amplify Hosting reads it. */
export function hostingFile(): string {
  const lines = Object.entries(appHeaders()).flatMap(([key, value]) => [
    `      - key: ${key}`,
    `        value: "${value}"`,
  ])
  const first =
    '# Written by WRITE_HEADERS=1 npx vitest run --project unit scripts/app-headers.test.ts'
  return [first, 'customHeaders:', "  - pattern: '**'", '    headers:', ...lines, ''].join('\n')
}

const outputsSchema = z.object({
  auth: z.object({ aws_region: z.string() }),
  data: z.object({ url: z.url() }),
  storage: z.object({ aws_region: z.string(), bucket_name: z.string() }),
  custom: z.object({ sandbox: z.object({ endpoint: z.url() }).optional() }).optional(),
})

/**
 * The hosts that a deployment's page talks to: its API, pools and bucket, or the offline backend.
 * @param outputs as `amplify_outputs.json` has them
 * @throws ZodError when they lack one
 */
export function hostsOf(outputs: unknown): readonly string[] {
  const { auth, data, storage, custom } = outputsSchema.parse(outputs)
  if (custom?.sandbox)
    return [custom.sandbox.endpoint, custom.sandbox.endpoint.replace(/^http/, 'ws')]
  const api = new URL(data.url).host
  return [
    `https://cognito-idp.${auth.aws_region}.amazonaws.com`,
    `https://cognito-identity.${auth.aws_region}.amazonaws.com`,
    `https://${api}`,
    `wss://${api.replace('.appsync-api.', '.appsync-realtime-api.')}`,
    `https://${storage.bucket_name}.s3.${storage.aws_region}.amazonaws.com`,
  ]
}

function asText(directives: Readonly<Record<string, readonly string[]>>): string {
  return Object.entries(directives)
    .map(([name, sources]) => [name, ...sources].join(' '))
    .join('; ')
}
