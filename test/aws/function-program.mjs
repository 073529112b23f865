// A function as Lambda runs it: one process, its bundle, one event at a time, nothing in its environment but what it was started with.
import { leadOutsideTo } from './outside-program.mjs'

const [, , file, name, outsidePort] = process.argv
if (outsidePort !== undefined) leadOutsideTo(Number(outsidePort))
const handler = (await import(file))[name]

process.on('message', async ({ event }) => {
  try {
    const context = { getRemainingTimeInMillis: () => 29_000, awsRequestId: 'invocation-1', functionName: name }
    process.send({ result: await handler(event, context) })
  } catch (error) {
    process.send({ error: String(error?.stack ?? error) })
  }
})
process.send('ready')
