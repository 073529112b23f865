import { describe, expect, it } from 'vitest'
import { printedLines } from '../../test/support/printed.ts'
import { emfMetrics } from './metrics.ts'

const printed = printedLines()

describe('the metrics in the log', () => {
  it('print one line in the embedded metric format, without a dimension for the function', () => {
    const metrics = emfMetrics('Interlude/test', 'dispatch')
    metrics.count('HandoffsRequested')
    metrics.count('DeliveriesFailed')
    metrics.count('DeliveriesFailed')
    expect(printed.text()).toBe('')
    metrics.publish()
    expect(printed.lines()).toEqual([
      {
        _aws: {
          Timestamp: expect.any(Number),
          CloudWatchMetrics: [
            {
              Namespace: 'Interlude/test',
              Dimensions: [[]],
              Metrics: [
                { Name: 'HandoffsRequested', Unit: 'Count' },
                { Name: 'DeliveriesFailed', Unit: 'Count' },
              ],
            },
          ],
        },
        service: 'dispatch',
        HandoffsRequested: 1,
        DeliveriesFailed: 2,
      },
    ])
  })

  it('print nothing if nothing was counted, and publish each count once', () => {
    const metrics = emfMetrics('Interlude/test', 'clock')
    metrics.publish()
    expect(printed.text()).toBe('')
    metrics.count('AlertsFailed')
    metrics.publish()
    metrics.publish()
    expect(printed.lines()).toMatchObject([{ service: 'clock', AlertsFailed: 1 }])
  })
})
