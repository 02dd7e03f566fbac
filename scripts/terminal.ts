import type { Log } from '../sandbox/log.ts'

const colours = { detail: 90, info: 36, refusal: 31, warning: 33 } as const

/** For a reader who sees no colours. */
const words: Partial<Record<keyof typeof colours, string>> = {
  refusal: 'refused: ',
  warning: 'warning: ',
}
/** Of a service, so that messages stand in a column. */
const maxName = 'scheduler'.length

/** Prints the sandbox's events to stderr, one line each: quiet unless `verbose`. */
export function terminalLog(verbose: boolean): Log {
  return ({ service, message, level }) => {
    if (level === 'detail' && !verbose) return
    const time = new Date().toTimeString().slice(0, 8)
    const name = service.padEnd(maxName)
    const mark = process.stderr.isTTY ? `\u001B[${colours[level]}m${name}\u001B[0m` : name
    const word = words[level] ?? ''
    process.stderr.write(`${time}  ${mark} ${word}${message}\n`)
  }
}

/**
 * Runs a command's main function: errors become one clear line, and Ctrl-C stops it cleanly, as does
 * the end of the process that started it with a channel.
 */
export function runCommand(main: () => Promise<{ close(): Promise<void> } | undefined>): void {
  main().then(
    (running) => {
      if (!running) return
      let stopping = false
      const stop = () => {
        if (stopping) process.exit(130)
        stopping = true
        void running.close().then(() => process.exit(0))
      }
      process.on('SIGINT', stop).on('SIGTERM', stop).on('SIGHUP', stop).on('disconnect', stop)
      // A channel that was closed meanwhile tells nobody any more.
      if (process.send && !process.connected) stop()
    },
    (cause: unknown) => {
      process.stderr.write(`${explain(cause)}\n`)
      process.exit(1)
    },
  )
}

/** Runs a command that ends by itself: an error becomes one clear line, and nothing keeps the process. */
export async function runToEnd(main: () => Promise<void>): Promise<never> {
  try {
    await main()
    // Amplify's own timers and sockets would keep it.
    process.exit(0)
  } catch (cause) {
    process.stderr.write(`${explain(cause)}\n`)
    process.exit(1)
  }
}

function explain(cause: unknown): string {
  const error = cause as NodeJS.ErrnoException & { port?: number }
  if (error?.code === 'EADDRINUSE') {
    return `Port ${error.port} is in use. Stop what uses it, or choose another: npm start -- --port 5200`
  }
  return error instanceof Error ? error.message : String(cause)
}
