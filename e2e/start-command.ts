import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { projectRoot } from '../scripts/paths.ts'

export interface Started {
  /** What the command says to sign in with. */
  readonly account: { readonly email: string; readonly password: string }
  stop(): Promise<void>
}

const maxMs = 120_000

/**
 * Runs one of the project's commands until it says that all is up.
 * @param args the command and its flags
 * @throws Error with what it said when it ends before, or takes longer than two minutes
 */
export async function startCommand(args: readonly string[]): Promise<Started> {
  const child = spawn(process.execPath, ['scripts/run.mjs', ...args], {
    cwd: projectRoot,
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  const ended = once(child, 'exit')
  let said = ''
  const account = new Promise<Started['account']>((resolve, reject) => {
    const fail = () => {
      child.kill('SIGINT')
      reject(new Error(`The command did not start:\n${said}`))
    }
    const late = setTimeout(fail, maxMs)
    const listen = (part: Buffer) => {
      said += part.toString()
      const [, email, password] = /Sign in +(\S+) +\/ +(\S+)/.exec(said) ?? []
      if (email && password && said.includes('Ready in')) {
        clearTimeout(late)
        resolve({ email, password })
      }
    }
    child.stdout.on('data', listen)
    child.stderr.on('data', listen)
    child.once('exit', fail)
  })
  const stop = async () => {
    child.kill('SIGINT')
    await ended
  }
  return { account: await account, stop }
}
