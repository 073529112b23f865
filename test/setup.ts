import { buildIfNeeded } from '../local/web/build.ts'

/** Builds the pages once, so that parallel tests do not each build them. */
export default async function setup(): Promise<void> {
  const built = await buildIfNeeded({ building: () => {}, signal: new AbortController().signal })
  if (built.status === 'failed') throw new Error(`the pages could not be built:\n${built.output}`)
}
