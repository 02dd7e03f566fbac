/**
 * Whether a request was sent to this address by its own name. A page that rebinds its DNS name to the
 * loopback interface still sends its own name.
 */
export function isOwnHost(host: string | undefined, port: number): boolean {
  return host === `127.0.0.1:${port}` || host === `localhost:${port}`
}
