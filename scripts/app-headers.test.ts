import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { appHeaders, devHeaders, hostingFile, hostsOf, pagePolicy } from './app-headers.ts'
import { projectRoot } from './paths.ts'

const outputs = {
  auth: { aws_region: 'eu-west-1' },
  data: { url: 'https://abc.appsync-api.eu-west-1.amazonaws.com/graphql' },
  storage: { aws_region: 'eu-west-1', bucket_name: 'pictures' },
  custom: {},
}

test('Amplify Hosting is given the table', async () => {
  const path = join(projectRoot, 'customHttp.yml')
  if (process.env['WRITE_HEADERS']) await writeFile(path, hostingFile())
  expect(await readFile(path, 'utf8')).toBe(hostingFile())
})

test('nothing runs from text or inline, not even in the dev server, and nobody frames the page', () => {
  for (const headers of [appHeaders(), devHeaders()]) {
    expect(headers['Content-Security-Policy']).not.toContain("'unsafe")
    expect(headers['Content-Security-Policy']).toContain("frame-ancestors 'none'")
  }
})

test('a built page talks to its own deployment alone', () => {
  expect(pagePolicy(hostsOf(outputs))).toBe(
    [
      "connect-src 'self'",
      'https://cognito-idp.eu-west-1.amazonaws.com',
      'https://cognito-identity.eu-west-1.amazonaws.com',
      'https://abc.appsync-api.eu-west-1.amazonaws.com',
      'wss://abc.appsync-realtime-api.eu-west-1.amazonaws.com',
      'https://pictures.s3.eu-west-1.amazonaws.com',
    ].join(' '),
  )
  const custom = { sandbox: { endpoint: 'http://127.0.0.1:5174' } }
  expect(hostsOf({ ...outputs, custom })).toEqual(['http://127.0.0.1:5174', 'ws://127.0.0.1:5174'])
})
