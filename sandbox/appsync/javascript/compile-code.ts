import { checkCode } from './check-code.ts'
import { createRealm, type Realm } from './realm.ts'

/** AppSync's quota on the code of one resolver or function, in characters. */
const maxCode = 32_000

/** What a module of `APPSYNC_JS` code came to: something to run, or what is wrong with it. */
export type Compiled =
  | { readonly kind: 'ready'; readonly realm: Realm }
  | { readonly kind: 'refused'; readonly reasons: readonly string[] }

/** Compiles a module of code; each text once. */
export type Compile = (code: string) => Promise<Compiled>

/** @returns a compiler whose memory has one entry for each different text of code of the API */
export function createCompiler(): Compile {
  const known = new Map<string, Promise<Compiled>>()
  return (code) => {
    const compiled = known.get(code) ?? compile(code)
    known.set(code, compiled)
    return compiled
  }
}

async function compile(code: string): Promise<Compiled> {
  if (code.length > maxCode) {
    return { kind: 'refused', reasons: [`the code has more than ${maxCode} characters`] }
  }
  // Only an API with JavaScript in it pays for loading these.
  const [{ parse }, { transform }] = await Promise.all([import('acorn'), import('esbuild')])
  try {
    const program = parse(code, { ecmaVersion: 2022, sourceType: 'module', locations: true })
    const reasons = checkCode({ ...program })
    if (reasons.length > 0) return { kind: 'refused', reasons }
    const script = await transform(code, { format: 'cjs', target: 'es2022', loader: 'js' })
    return { kind: 'ready', realm: createRealm(script.code) }
  } catch (error) {
    return { kind: 'refused', reasons: [error instanceof Error ? error.message : String(error)] }
  }
}
