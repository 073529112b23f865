import { banner } from './banner.ts'
import { startInterlude } from './interlude.ts'
import { HELP, type Options, readOptions } from './options.ts'
import { type Built, buildIfNeeded } from './web/build.ts'

// Restricts files that this process and its engine write to their user.
process.umask(0o077)

/** `npm start`: runs until a signal, then stops everything that it started. */
async function main(options: Options): Promise<void> {
  const begun = performance.now()
  process.stdout.write(`Starting Interlude (${options.engine}) …\n`)
  const building = new AbortController()
  const built = buildIfNeeded({
    building: () => process.stdout.write('Building the console and the widget, because their sources have changed …\n'),
    signal: building.signal,
  })
  const running = await startInterlude(options, built)

  let ending = false
  const end = () => {
    // A second signal ends the process at once.
    if (ending) process.exit(1)
    ending = true
    building.abort()
    void running.stop().then(() => process.exit(0))
  }
  process.on('SIGINT', end)
  process.on('SIGTERM', end)

  const pages = await built
  if (ending) return
  process.stdout.write(aboutPages(pages))
  process.stdout.write(banner(running.dev, options, Math.round(performance.now() - begun)))
}

function aboutPages(built: Built): string {
  switch (built.status) {
    case 'fresh':
      return ''
    case 'built':
      return `Built the pages in ${(built.tookMs / 1_000).toFixed(1)} s.\n`
    case 'failed':
      return `${built.output.trimEnd()}\n\nThe build of the console and the widget failed for the reason above. Their pages answer 503. The API works.\n`
    default:
      return built satisfies never
  }
}

try {
  const options = readOptions(process.argv.slice(2), process.env)
  if (options === 'help') process.stdout.write(HELP)
  else await main(options)
} catch (error) {
  process.stderr.write(`Interlude could not start: ${explain(error)}\n`)
  process.exit(1)
}

function explain(error: unknown): string {
  const { code, message } = error as NodeJS.ErrnoException
  if (code === 'EADDRINUSE') return `${message}. Choose another port: npm start -- --port 3001`
  return message ?? String(error)
}
