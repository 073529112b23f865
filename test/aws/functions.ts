import { type ChildProcess, fork } from 'node:child_process'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { Packaged } from '../template/deployment.ts'
import { functionsOf, type LambdaFunction, standIn } from '../template/template.ts'
import type { AwsWorld } from './aws-world.ts'
import type { Outside } from './outside.ts'

const PROGRAM = fileURLToPath(new URL('function-program.mjs', import.meta.url))

/** Processes of one function at once. Further events wait, as they do at a limit of reserved concurrency. */
const MOST_PROCESSES = 6

/**
 * The packaged functions, in processes that have nothing but what the template and Lambda give them. A process handles
 * one event at a time, and a further one starts if an event finds none that is free.
 */
export interface Functions {
  /** Hands an event to a function; answers what it answers. Throws what it throws. */
  invoke<Result = unknown>(name: string, event: unknown): Promise<Result>
  close(): Promise<void>
}

/** A process of a function. */
interface Worker {
  readonly child: ChildProcess
  /** Resolves when the process has ended. */
  readonly gone: Promise<void>
}

/** The processes of a function. */
interface Crew {
  readonly free: Worker[]
  /** The events that wait for a process. */
  readonly waiting: ((worker: Worker) => void)[]
  count: number
  start(): Promise<Worker>
}

/** The processes that run. All of them are killed when the tests exit, even early: a stopped process sees no end. */
const living = new Set<ChildProcess>()
process.on('exit', () => {
  for (const child of living) child.kill('SIGKILL')
})

/** `outside`: the Internet that the functions see. Without it they see the machine's own network. */
export function startFunctions(pack: Packaged, world: AwsWorld, outside?: Outside): Functions {
  const started: Promise<Worker>[] = []
  const crews = new Map(
    functionsOf(pack.template).map(each => {
      const start = () => {
        const worker = startFunction(each, pack, world, outside)
        started.push(worker)
        return worker
      }
      return [each.name, { free: [], waiting: [], count: 0, start } as Crew]
    }),
  )
  return {
    async invoke<Result>(name: string, event: unknown) {
      const crew = crews.get(name)
      if (!crew) throw new Error(`there is no function ${name}`)
      const worker = await freeOf(crew)
      const { result, error } = await handled(worker, event)
      const next = crew.waiting.shift()
      if (next) next(worker)
      else crew.free.push(worker)
      if (error !== undefined) throw new Error(`${name}: ${error}`)
      return result as Result
    },
    async close() {
      for (const { child, gone } of await Promise.all(started)) {
        child.kill('SIGKILL')
        await gone
      }
    },
  }
}

async function freeOf(crew: Crew): Promise<Worker> {
  const free = crew.free.pop()
  if (free) return free
  if (crew.count >= MOST_PROCESSES) return await new Promise(resolve => crew.waiting.push(resolve))
  crew.count++
  return await crew.start()
}

/** Lets a process handle an event. Between events it stands still, as Lambda freezes it. */
async function handled({ child, gone }: Worker, event: unknown): Promise<{ result?: unknown; error?: string }> {
  const answered = Promise.withResolvers<{ result?: unknown; error?: string }>()
  child.once('message', answered.resolve)
  child.kill('SIGCONT')
  child.send({ event })
  const answer = await Promise.race([answered.promise, gone.then(() => ({ error: 'the process ended' }))])
  child.kill('SIGSTOP')
  return answer
}

async function startFunction(
  { name, Handler, Environment }: LambdaFunction,
  { parts }: Packaged,
  world: AwsWorld,
  outside: Outside | undefined,
): Promise<Worker> {
  const [file, exported] = Handler.split('.') as [string, string]
  const told = Object.keys(Environment.Variables).map(variable => [
    variable,
    world.variables[variable] ?? standIn(Environment.Variables[variable]),
  ])
  const child = fork(PROGRAM, [join(parts, `${file}.mjs`), exported, ...(outside ? [`${outside.port}`] : [])], {
    env: {
      ...Object.fromEntries(told),
      ...ofLambda(name),
      ...world.endpoints,
      ...(outside && { NODE_EXTRA_CA_CERTS: outside.certificateFile }),
    },
    execArgv: [],
    stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
  })
  living.add(child)
  const gone = new Promise<void>(resolve => child.once('exit', () => resolve())).then(() => void living.delete(child))
  const ready = Promise.withResolvers<void>()
  child.once('message', () => ready.resolve())
  await Promise.race([ready.promise, gone.then(() => Promise.reject(new Error(`${name} did not start`)))])
  return { child, gone }
}

/** The environment variables that Lambda itself sets. */
function ofLambda(name: string): Record<string, string> {
  return {
    AWS_REGION: 'eu-central-1',
    AWS_ACCESS_KEY_ID: 'local',
    AWS_SECRET_ACCESS_KEY: 'local',
    AWS_SESSION_TOKEN: 'local',
    AWS_LAMBDA_FUNCTION_NAME: `interlude-dev-${name}`,
  }
}
