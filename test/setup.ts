import { buildIfNeeded } from '../local/web/build.ts'

/** Builds the pages once, before tests that run side by side would each do so. */
export default async function setup(): Promise<void> {
  const built = await buildIfNeeded({ building: () => {}, signal: new AbortController().signal })
  if (built.status === 'failed') throw new Error(`the pages could not be built:\n${built.output}`)
}
