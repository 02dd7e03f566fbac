import type { Service, ServiceRequest, ServiceResponse } from '../gateway/service.ts'

/**
 * Buckets with versions, tables and user pools as far as they are looked for and removed: a bucket that
 * holds something, and a table or a pool that is protected, refuses to go, as AWS's do.
 */
export function createThings(given: readonly string[]) {
  const names = new Set(given)
  const objects = new Map(given.map((name) => [name, ['a', 'b']]))
  const guarded = new Set(given)

  function s3({ method, path, query }: ServiceRequest): ServiceResponse {
    const name = path.replaceAll('/', '')
    const held = objects.get(name) ?? []
    if (!names.has(name)) return { status: 404 }
    if (query.has('versions')) {
      const each = held.map((key) => `<Version><Key>${key}</Key><VersionId>1</VersionId></Version>`)
      return xml(200, `<ListVersionsResult>${each.join('')}</ListVersionsResult>`)
    }
    if (query.has('delete')) {
      objects.set(name, [])
      return xml(200, '<DeleteResult/>')
    }
    if (method !== 'DELETE') return { status: 200 }
    if (held.length > 0) return xml(409, '<Error><Code>BucketNotEmpty</Code></Error>')
    names.delete(name)
    return { status: 204 }
  }

  /** @param field that names the thing, and the error that says that there is none */
  function guardedThing(field: string, missing: string) {
    return ({ headers, body }: ServiceRequest): ServiceResponse => {
      const action = headers['x-amz-target']?.split('.')[1] ?? ''
      const name = String((JSON.parse(body.toString()) as Record<string, unknown>)[field])
      if (!names.has(name)) return json(400, { __type: missing })
      if (action.startsWith('Update')) guarded.delete(name)
      if (action.startsWith('Delete')) {
        if (guarded.has(name)) return json(400, { __type: 'ValidationException' })
        names.delete(name)
      }
      return json(200, { Table: { TableStatus: 'ACTIVE' } })
    }
  }

  const service = (handle: (request: ServiceRequest) => ServiceResponse): Service => ({
    body: 'buffer',
    maxBodyBytes: 100_000,
    handle: (request) => Promise.resolve(handle(request)),
  })
  return {
    names,
    services: {
      s3: service(s3),
      dynamodb: service(guardedThing('TableName', 'ResourceNotFoundException')),
      'cognito-idp': service(guardedThing('UserPoolId', 'ResourceNotFoundException')),
    },
  }
}

function xml(status: number, body: string): ServiceResponse {
  return { status, headers: { 'content-type': 'application/xml' }, body }
}

function json(status: number, body: object): ServiceResponse {
  const headers = { 'content-type': 'application/x-amz-json-1.1' }
  return { status, headers, body: JSON.stringify(body) }
}
