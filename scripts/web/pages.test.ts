import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { aFolder, type Files, STAMPED } from '../../local/web/test-site.ts'
import { configsOf } from './deployed.ts'
import { deployPages, removePages } from './pages.ts'
import { type AwsEndpoint, anAwsEndpoint } from './test-aws-endpoint.ts'
import { HISTORY_KEY, KEPT_DEPLOYS } from './upload.ts'

const OUTPUTS = {
  PagesBucket: 'pages',
  DistributionId: 'E1',
  SocketUrl: 'wss://socket.example.org/prod',
  Issuer: 'https://cognito-idp.eu-central-1.amazonaws.com/eu-central-1_1',
  UserPoolId: 'eu-central-1_1',
  ClientId: 'a-client',
  Scope: 'openid email profile',
  SignInUrl: 'https://interlude-prod-1.auth.eu-central-1.amazoncognito.com',
}

/** The built pages of one version of the sources. */
const version = (name: string): Files => ({
  ...STAMPED,
  'console/index.html': `<script src="/console/assets/index-${name}.js">`,
  [`console/assets/index-${name}.js`]: name,
  [`console/assets/index-${name}.js.br`]: 'compressed',
  'console/assets/shared-1.js': 'shared',
  'console/icon.svg': '<svg/>',
  'widget/index.html': '<title>widget</title>',
  'widget/assets/index-1.js': 'widget',
  'widget.js': 'loader',
  'demo/index.html': '<title>demo</title>',
})

let aws: AwsEndpoint
beforeEach(async () => {
  aws = await anAwsEndpoint()
})
afterEach(() => aws.close())

const deploy = async (files: Files): Promise<string> => {
  const folder = await aFolder(files)
  try {
    return await deployPages(OUTPUTS, aws.clients, folder.path)
  } finally {
    await folder.remove()
  }
}
const keys = () => [...aws.objects.keys()].sort()
const textOf = (key: string) => String(aws.objects.get(key)?.content)

describe('a first deployment of the pages', () => {
  it('uploads console, widget and loader with their types, and configures them for the deployment', async () => {
    expect(await deploy(version('a'))).toBe(
      'Pages: uploaded 9 files, invalidated 0 in CloudFront, deleted 0 old files.',
    )

    expect(keys()).toEqual([
      'console/assets/index-a.js',
      'console/assets/shared-1.js',
      'console/config.json',
      'console/icon.svg',
      'console/index.html',
      'deploys.json',
      'widget.js',
      'widget/assets/index-1.js',
      'widget/config.json',
      'widget/index.html',
    ])
    const told = (key: string) => [aws.objects.get(key)?.type, aws.objects.get(key)?.cacheControl]
    expect(told('console/index.html')).toEqual(['text/html; charset=utf-8', 'no-cache'])
    expect(told('widget.js')).toEqual(['text/javascript; charset=utf-8', 'public, max-age=300'])
    expect(told('console/assets/index-a.js')).toEqual([
      'text/javascript; charset=utf-8',
      'public, max-age=31536000, immutable',
    ])
    expect(JSON.parse(textOf('console/config.json'))).toEqual({
      issuer: OUTPUTS.Issuer,
      clientId: 'a-client',
      scope: 'openid email profile',
      socketUrl: 'wss://socket.example.org/prod',
      apiUrl: '',
      endSession: { kind: 'cognito', url: `${OUTPUTS.SignInUrl}/logout` },
    })
    expect(JSON.parse(textOf('widget/config.json'))).toEqual({
      socketUrl: 'wss://socket.example.org/prod',
      apiUrl: '',
    })
    expect(aws.invalidations).toEqual([])
  })

  it('uploads the files of a page before the page, and its history last', async () => {
    await deploy(version('a'))
    const order = aws.calls.map(call => {
      if (call.endsWith(HISTORY_KEY)) return 3
      return call.endsWith('.html') ? 2 : Number(!call.includes('/assets/'))
    })
    expect(order).toEqual([...order].sort())
  })
})

describe('a later deployment', () => {
  it('uploads only new hashed files, and invalidates changed files in CloudFront', async () => {
    await deploy(version('a'))
    aws.calls.length = 0
    expect(await deploy(version('b'))).toBe(
      'Pages: uploaded 7 files, invalidated 1 in CloudFront, deleted 0 old files.',
    )

    expect(aws.calls.filter(call => call.includes('/assets/'))).toEqual(['PUT console/assets/index-b.js'])
    expect(aws.invalidations).toEqual([['/console/index.html']])
    expect(textOf('console/index.html')).toContain('index-b.js')
  })

  it('of the same files invalidates nothing and adds no history', async () => {
    await deploy(version('a'))
    await deploy(version('a'))
    expect(aws.invalidations).toEqual([])
    expect(JSON.parse(textOf(HISTORY_KEY))).toHaveLength(1)
  })

  it('keeps the hashed files of the last deployments for open tabs, and deletes older ones', async () => {
    const names = Array.from({ length: KEPT_DEPLOYS + 2 }, (_, n) => `v${n}`)
    for (const name of names) await deploy(version(name))

    const left = names.filter(name => aws.objects.has(`console/assets/index-${name}.js`))
    expect(left).toEqual(names.slice(-KEPT_DEPLOYS))
    expect(aws.objects.has('console/assets/shared-1.js')).toBe(true)
  })

  it('of an older version brings its pages back, and keeps its files longest', async () => {
    for (const name of ['a', 'b', 'c', 'd', 'e', 'a', 'f', 'g']) await deploy(version(name))

    const left = ['a', 'b', 'c', 'd', 'e', 'f', 'g'].filter(name => aws.objects.has(`console/assets/index-${name}.js`))
    expect(left).toEqual(['a', 'd', 'e', 'f', 'g'])
    await deploy(version('a'))
    expect(textOf('console/index.html')).toContain('index-a.js')
  })

  it('deletes and invalidates a file that the pages no longer have', async () => {
    await deploy(version('a'))
    const { 'console/icon.svg': _, ...files } = version('a')
    await deploy(files)
    expect(aws.objects.has('console/icon.svg')).toBe(false)
    expect(aws.invalidations).toEqual([['/console/icon.svg']])
  })

  it('that fails leaves the earlier pages as they are, and the next one succeeds', async () => {
    await deploy(version('a'))
    aws.refused.add('console/assets/index-b.js')
    await expect(deploy(version('b'))).rejects.toThrow('cannot upload console/assets/index-b.js')
    expect(textOf('console/index.html')).toContain('index-a.js')
    expect(aws.objects.has('console/assets/index-a.js')).toBe(true)

    aws.refused.clear()
    await deploy(version('b'))
    expect(textOf('console/index.html')).toContain('index-b.js')
  })

  it.each(['{"dep', '{}', '[1]'])('deletes nothing if its history cannot be read: %s', async text => {
    await deploy(version('a'))
    aws.objects.set(HISTORY_KEY, { content: Buffer.from(text), type: undefined, cacheControl: undefined })
    await deploy(version('b'))
    expect(aws.objects.has('console/assets/index-a.js')).toBe(true)
    expect(JSON.parse(textOf(HISTORY_KEY))).toHaveLength(1)
  })
})

describe('removing a deployment', () => {
  it('deletes every object, and accepts a missing bucket', async () => {
    await deploy(version('a'))
    await removePages(OUTPUTS, aws.clients)
    expect(keys()).toEqual([])
    await removePages({}, aws.clients)
  })
})

describe('the configuration of the pages', () => {
  it('has no endSession for another identity provider, whose discovery document names it', () => {
    const { console } = configsOf({ ...OUTPUTS, Issuer: 'https://id.example.org' })
    expect(console).not.toHaveProperty('endSession')
    expect(console.issuer).toBe('https://id.example.org')
  })

  it('is refused if an output is missing, with the name of the output', () => {
    expect(() => configsOf({ ...OUTPUTS, ClientId: undefined })).toThrow('the stack has no output ClientId')
  })
})
