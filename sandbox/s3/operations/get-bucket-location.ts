import type { Operation } from '../operation.ts'
import { document, element } from '../xml.ts'

export const getBucketLocation: Operation = {
  name: 'GetBucketLocation',
  method: 'GET',
  target: 'bucket',
  query: ['location'],
  action: 's3:GetBucketLocation',
  run: ({ region }) =>
    Promise.resolve({
      status: 200,
      headers: { 'content-type': 'application/xml' },
      // The oldest Region is spelled as nothing.
      body: document(element('LocationConstraint', region === 'us-east-1' ? '' : region), true),
    }),
}
