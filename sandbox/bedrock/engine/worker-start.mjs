// A worker thread does not inherit a TypeScript loader, and on Node 20 `--import tsx` does nothing
// in one: so the thread registers it here, in plain JavaScript, before it imports its real entry.
import { register } from 'tsx/esm/api'

register()
await import('./worker.ts')
