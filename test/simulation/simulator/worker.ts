import { type Campaign, campaign } from './campaign.ts'
import { loadModules } from './modules.ts'

/** A job for a worker process. */
export interface Job extends Campaign {
  readonly root: string
}

const TELL_EVERY = 50

process.on('message', (job: Job) => {
  void (async () => {
    const modules = await loadModules(job.root)
    const tally = await campaign(job, modules, so => {
      if (so.runs % TELL_EVERY === 0) process.send?.({ ...so, done: false })
      return true
    })
    process.send?.({ ...tally, done: true }, () => process.exit(0))
  })()
})
