import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Standing } from './months.ts'

const TYPES = {
  metrics: 'AWS::Logs::MetricFilter',
  alarms: 'AWS::CloudWatch::Alarm',
  dashboards: 'AWS::CloudWatch::Dashboard',
} as const

/** Counts the resources of the template with a monthly price, by type, so that an added alarm raises the cost here. */
export async function standingOf(root: string): Promise<Standing> {
  const functions = (await readdir(join(root, 'functions'))).map(name => join('functions', name))
  const files = await Promise.all(['infra', ...functions].map(async folder => await textsIn(join(root, folder))))
  const text = [await readFile(join(root, 'serverless.yml'), 'utf8'), ...files.flat()].join('\n')
  const count = (type: string) => text.split('\n').filter(line => line.includes(`Type: ${type}`)).length
  return { metrics: count(TYPES.metrics), alarms: count(TYPES.alarms), dashboards: count(TYPES.dashboards) }
}

async function textsIn(folder: string): Promise<readonly string[]> {
  const names = (await readdir(folder)).filter(name => name.endsWith('.yml'))
  return await Promise.all(names.map(async name => await readFile(join(folder, name), 'utf8')))
}
